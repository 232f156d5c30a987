package farm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"workbook/grader"
	"workbook/grader/report"
)

// An Engine grades; *[grader.Grader] is one.
type Engine interface {
	Identifier
	Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error)
	Folder(pattern string) (string, error)
}

// WorkerOptions say how a worker works.
type WorkerOptions struct {
	Slots int               // submissions that are graded at the same time; at least 1
	Name  string            // of the worker, for people; default the host's name and the process id
	Tell  func(text string) // hears what is odd; may be nil
	Rest  time.Duration     // after the first failure of the machine; doubled with each more; default a second
}

// A Worker grades what waits in a queue.
type Worker struct {
	farm     *Farm
	engine   Engine
	options  WorkerOptions
	charter  Charter
	consumer jetstream.Consumer
	lease    time.Duration
	presence presence
	failures atomic.Int64 // of the machine, one after another
	suspects suspects
}

// Worker is one that grades with engine, which is refused with a [*DifferentError] when it
// would not come to the verdicts of the queue.
func (f *Farm) Worker(ctx context.Context, engine Engine, o WorkerOptions) (*Worker, error) {
	o.Slots = max(1, o.Slots)
	if o.Tell == nil {
		o.Tell = func(string) {}
	}
	if o.Rest == 0 {
		o.Rest = time.Second
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	if o.Name == "" {
		o.Name = fmt.Sprintf("%s-%d", host, os.Getpid())
	}
	w := &Worker{farm: f, engine: engine, options: o}
	if w.charter, err = f.admit(ctx, engine); err != nil {
		return nil, err
	}
	if w.consumer, err = f.jobs.Consumer(ctx, workerConsumer); err != nil {
		return nil, fmt.Errorf("looking for the queue's consumer: %w", err)
	}
	w.lease = w.consumer.CachedInfo().Config.AckWait
	w.presence = newPresence(o.Name, o.Slots)
	return w, nil
}

// Run grades until ctx ends, and then what it has begun. It fails when the queue takes the
// connection no more, or gets another charter.
func (w *Worker) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.appear(ctx) })
	for range w.options.Slots {
		group.Go(func() error { return w.slot(ctx) })
	}
	err := group.Wait()
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// errStopped ends all that a worker does when it was told to stop.
var errStopped = errors.New("stopped")

// slot grades one piece of work after another. It asks for the next when it has the time,
// so none waits with a worker that is busy.
func (w *Worker) slot(ctx context.Context) error {
	for {
		if err := w.rest(ctx); err != nil {
			return err
		}
		w.suspects.await()
		msg, err := w.next(ctx)
		switch {
		case ctx.Err() != nil && msg == nil:
			return errStopped
		case err == nil:
			// What is begun is brought to its end, also when ctx ends.
			if err := w.handle(context.WithoutCancel(ctx), msg); err != nil {
				return err
			}
		case errors.Is(err, context.DeadlineExceeded), errors.Is(err, jetstream.ErrNoMessages):
		default:
			select { // the connection is away; the client library brings it back
			case <-time.After(reconnectWait):
			case <-w.farm.closed:
				return w.farm.ended()
			case <-ctx.Done():
				return errStopped
			}
		}
	}
}

// A worker's question for work stays open so long, and the server says so often that it is.
const (
	askFor    = 30 * time.Second
	heartbeat = 2 * time.Second
)

func (w *Worker) next(ctx context.Context) (jetstream.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	return w.consumer.Next(jetstream.FetchContext(ctx), jetstream.FetchHeartbeat(heartbeat))
}

// maxRest is the longest that a worker rests.
const maxRest = time.Minute

// rest keeps a machine that fails from taking all the work, since to fail is quick.
func (w *Worker) rest(ctx context.Context) error {
	n := w.failures.Load()
	if n == 0 {
		return nil
	}
	select {
	case <-time.After(min(maxRest, w.options.Rest<<min(n-1, 10))):
		return nil
	case <-ctx.Done():
		return errStopped
	}
}

// handle brings one piece of work to its verdict and off the queue.
func (w *Worker) handle(ctx context.Context, msg jetstream.Msg) error {
	w.presence.begin()
	defer w.presence.end()
	stop := w.renew(msg)
	defer stop()
	key := keyOf(msg.Subject())
	if w.farm.graded(ctx, key) {
		return w.done(ctx, msg) // whoever graded it died before it could say so
	}
	tries, leave, err := w.begin(ctx, key, msg)
	if err != nil {
		w.options.Tell(err.Error())
		_ = msg.NakWithDelay(w.options.Rest)
		return nil
	}
	defer leave()
	if tries > 1 && w.farm.graded(ctx, key) { // whoever had it before was slow, and is not gone
		_ = w.farm.begun.Delete(ctx, key)
		return w.done(ctx, msg)
	}
	r, err := w.verdict(ctx, msg, tries)
	if err != nil {
		_ = msg.Nak() // for somebody else
		return err
	}
	if r.failed() && tries < w.charter.Tries {
		w.failures.Add(1)
		w.options.Tell(fmt.Sprintf("try %d of %d at %s failed: %s", tries, w.charter.Tries, r.Verdict.ID, r.Verdict.Message))
		_ = msg.NakWithDelay(w.options.Rest) // without it the lease ends, later
		return nil
	}
	if !r.failed() {
		w.failures.Store(0)
	}
	if err := w.store(ctx, key, r); err != nil {
		return err
	}
	w.presence.graded()
	if tries > 1 {
		_ = w.farm.begun.Delete(ctx, key) // left there it is gone with the verdict
	}
	return w.done(ctx, msg)
}

// graded says whether there is a verdict.
func (f *Farm) graded(ctx context.Context, key string) bool {
	_, revision, err := f.result(ctx, key)
	return err == nil && revision != 0
}

// renew keeps the lease of the work until it is stopped.
func (w *Worker) renew(msg jetstream.Msg) (stop func()) {
	ended := make(chan struct{})
	ticker := time.NewTicker(w.lease / 3)
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				_ = msg.InProgress() // the connection may be away: then the lease may end
			case <-ended:
				return
			}
		}
	}()
	return func() { close(ended) }
}

// verdict grades. An error means that this worker shall not.
func (w *Worker) verdict(ctx context.Context, msg jetstream.Msg, tries int) (result, error) {
	j, err := decode(msg.Data())
	switch {
	case err != nil:
		return w.failure(j, err.Error()), nil
	case tries > w.charter.Tries:
		return w.failure(j, fmt.Sprintf("grading this submission was begun %d times, after the first with nothing beside it, and each time the worker was gone "+
			"before it came to a verdict: it may bring down its machine. Look at it before you have it graded again", w.charter.Tries)), nil
	}
	identity, err := w.engine.Identity(ctx, j.order.Exercise)
	if err != nil {
		return w.failure(j, fmt.Sprintf("looking at what a verdict on %s depends on: %v", j.order.Exercise, err)), nil
	}
	if identity != j.order.Identity {
		return w.foreign(ctx, j)
	}
	dir, err := w.engine.Folder("farm-")
	if err != nil {
		return w.failure(j, err.Error()), nil
	}
	defer os.RemoveAll(dir)
	if err := j.write(dir); err != nil {
		return w.failure(j, err.Error()), nil
	}
	rep, err := w.engine.Grade(ctx, j.request(dir), nil)
	if err != nil {
		return w.failure(j, err.Error()), nil
	}
	return result{Worker: w.options.Name, Verdict: rep.Exercises[0]}, nil
}

// foreign says of work whether it is of another course, or this worker is.
func (w *Worker) foreign(ctx context.Context, j job) (result, error) {
	if err := w.farm.unchanged(ctx, w.charter); errors.As(err, new(*DifferentError)) {
		return result{}, err
	}
	ours, err := w.engine.Identity(ctx, j.order.Exercise)
	if err != nil || ours != w.charter.Exercises[j.order.Exercise] {
		return result{}, &DifferentError{[]string{j.order.Exercise + ": the hidden tests or exercise.toml have changed here since this worker began"}}
	}
	return w.failure(j, "this submission was handed in for another course or another grader than the queue's"), nil
}

// failure is the verdict when the machine, or the queue, is at fault.
func (w *Worker) failure(j job, why string) result {
	return result{Worker: w.options.Name, Verdict: report.Exercise{
		ID: j.order.Exercise, Title: j.order.Exercise, Verdict: report.GraderError, Message: "The grader failed: " + why + ".",
		GradedAt: time.Now().UTC().Truncate(time.Second), Go: w.charter.Version.Go, Stages: []report.Stage{}, Checks: []report.Check{},
	}}
}

// store stores a verdict, however long the queue is away: it is worth more than what it
// would take to come to it again. The lease is renewed meanwhile.
func (w *Worker) store(ctx context.Context, key string, r result) error {
	for told := false; ; told = true {
		err := w.farm.keep(ctx, key, r)
		if err == nil {
			return nil
		}
		if !told {
			w.options.Tell(fmt.Sprintf("a verdict waits here: %v", err))
		}
		select {
		case <-time.After(w.options.Rest):
		case <-w.farm.closed:
			return w.farm.ended()
		}
	}
}

// done takes work off the queue. Where that fails somebody gets it again, and finds the
// verdict.
func (w *Worker) done(ctx context.Context, msg jetstream.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, patienceForAnAnswer)
	defer cancel()
	_ = msg.DoubleAck(ctx)
	return nil
}

func keyOf(subject string) string { return subject[len(jobSubject):] }
