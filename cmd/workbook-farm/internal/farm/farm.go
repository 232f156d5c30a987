// Package farm grades on many machines: a queue of NATS JetStream holds the work and its
// verdicts, workers take the work from it, and a client waits for verdicts.
//
//	f, err := farm.Open(ctx, farm.Access{URL: "nats://queue:4222"})
//	…
//	defer f.Close()
//	c, err := f.Client(ctx, g, farm.ClientOptions{})  // grades as g would; for batch.Run
//	w, err := f.Worker(ctx, g, farm.WorkerOptions{Slots: 2})
//	err = w.Run(ctx)
//
// Work has a key, which is made of the submission and of all that its verdict depends on.
// It waits in a stream that takes one message of a key, so the same work waits once,
// whoever hands it in and however often. A worker has it for a lease, which it renews
// while it grades; when the worker dies the lease ends, and the next one has it and grades
// nothing else meanwhile, so that what brings down its workers is told from what was graded
// beside it. A verdict
// is stored under the key before the work is taken off the stream, and the first that is
// stored stays.
//
// Nothing is lost by what dies: a client asks again for what is neither waiting nor graded,
// so even a queue whose disk is gone gets its work again.
//
// A queue has a [Charter], which says with which course and which grader it is graded. Who
// has another is refused.
package farm

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The names of everything on a NATS server that a farm has. An account of an existing
// cluster needs $JS.API.>, $JS.ACK.>, $KV.workbook_>, workbook.> and _INBOX.>.
const (
	jobsStream     = "workbook_jobs"
	jobSubject     = "workbook.job."  // and the key
	doneSubject    = "workbook.done." // and the key: told by a worker when a verdict is stored
	workerConsumer = "workers"
	charterBucket  = "workbook_charter"
	resultsBucket  = "workbook_results"
	presenceBucket = "workbook_workers"
	begunBucket    = "workbook_begun"
)

// A Farm is a connection to a queue. It is safe for concurrent use.
type Farm struct {
	nc       *nats.Conn
	js       jetstream.JetStream
	jobs     jetstream.Stream
	results  jetstream.KeyValue
	charter  jetstream.KeyValue
	presence jetstream.KeyValue
	begun    jetstream.KeyValue
	closed   chan struct{} // when there is no connection any more and there will be none
}

// ErrNoQueue is why a server cannot be used: nobody has laid out a queue on it.
var ErrNoQueue = errors.New("there is no queue of a workbook on this server")

// Open connects to a queue.
func Open(ctx context.Context, a Access) (*Farm, error) {
	f, err := connect(a)
	if err != nil {
		return nil, err
	}
	if err := f.find(ctx); err != nil {
		f.Close()
		if errors.Is(err, jetstream.ErrStreamNotFound) || errors.Is(err, jetstream.ErrBucketNotFound) {
			err = ErrNoQueue
		}
		return nil, fmt.Errorf("opening the queue at %s: %w", a.server(), err)
	}
	return f, nil
}

// connect connects to a server, whatever there is on it.
func connect(a Access) (*Farm, error) {
	f := &Farm{closed: make(chan struct{})}
	options, err := a.options()
	if err != nil {
		return nil, err
	}
	options = append(options, nats.ClosedHandler(func(*nats.Conn) { close(f.closed) }))
	if f.nc, err = nats.Connect(a.URL, options...); err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", a.server(), err)
	}
	if f.js, err = jetstream.New(f.nc, jetstream.WithDefaultTimeout(patienceForAnAnswer)); err != nil {
		f.nc.Close()
		return nil, err
	}
	return f, nil
}

// patienceForAnAnswer bounds one question to the server. When the connection is lost while
// one is under way, that is how long it takes to notice.
const patienceForAnAnswer = 5 * time.Second

// find finds what was laid out.
func (f *Farm) find(ctx context.Context) (err error) {
	if f.jobs, err = f.js.Stream(ctx, jobsStream); err != nil {
		return err
	}
	for _, b := range []struct {
		name string
		kv   *jetstream.KeyValue
	}{{resultsBucket, &f.results}, {charterBucket, &f.charter}, {presenceBucket, &f.presence}, {begunBucket, &f.begun}} {
		if *b.kv, err = f.js.KeyValue(ctx, b.name); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the connection.
func (f *Farm) Close() { f.nc.Close() }

// ended is why the connection ended for good.
func (f *Farm) ended() error {
	if err := f.nc.LastError(); err != nil {
		return fmt.Errorf("the queue does not take this connection any more: %w", err)
	}
	return errors.New("the connection to the queue was closed")
}
