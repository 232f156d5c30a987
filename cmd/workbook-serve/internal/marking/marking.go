// Package marking grades what a class hands in, and lets whoever may see it follow.
//
//	m := marking.New(marking.Config{Course: c, Grader: g, Store: s, Queue: q, Log: log})
//	err := m.Restore(ctx) // what waited when the service ended
//	go m.Run(ctx, jobs)
//	…
//	sub, fresh, err := m.HandIn(ctx, store.Handed{…})
//	err = m.Follow(ctx, sub.ID, "", beat, send)
//
// What [Marker.HandIn] has returned will be graded, also after the service was killed. The
// same work is graded once, whoever hands it in. It knows no HTTP.
package marking

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"workbook/cmd/internal/handin"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader"
	"workbook/grader/classreport"
	"workbook/grader/course"
	"workbook/grader/report"
)

// ErrAway is wrapped by the error of a Grader that cannot be reached now, or can do
// nothing: the submission waits, and its try does not count.
var ErrAway = errors.New("what grades is away")

// A Grader reaches verdicts; *[grader.Grader] is one.
type Grader interface {
	Grade(ctx context.Context, req grader.Request, on func(grader.Event)) (*report.Report, error)
	Identity(ctx context.Context, exercise string) (string, error)
	Folder(pattern string) (string, error)
}

// NotBegun is what stopped a submission that is the stub, as it was handed out.
const NotBegun = "not begun: the stub is as it was handed out"

// A Store keeps submissions and verdicts; *[store.Store] is one.
type Store interface {
	HandIn(ctx context.Context, h store.Handed) (sub store.Submission, fresh bool, err error)
	Open(ctx context.Context) ([]store.Submission, error)
	Submission(ctx context.Context, id int64) (store.Submission, error)
	Archive(ctx context.Context, id int64) ([]byte, error)
	Result(ctx context.Context, id int64) (*report.Exercise, error)
	Person(ctx context.Context, id int64) (store.Person, error)
	Begin(ctx context.Context, id int64) (attempt int, err error)
	PutBack(ctx context.Context, id int64) error
	Settle(ctx context.Context, id int64, v store.Settled) error
	Known(ctx context.Context, key string) (*report.Exercise, error)
}

// A Config is what a Marker works with. All of it must be set but Race
// and Schedules.
type Config struct {
	Course    *course.Course
	Grader    Grader
	Store     Store
	Queue     *queue.Queue
	Race      grader.RaceMode
	Schedules grader.Schedules // the zero value: none
	Log       *slog.Logger
}

// A Marker is safe for concurrent use.
type Marker struct {
	Config
	unpacking chan struct{} // a token for each archive that may be looked into at the same time
	holds     holds
	stubs     *classreport.Stubs
	pause     time.Duration // before what failed has its turn again

	mu      sync.Mutex
	tapes   map[int64]*tape // of the submissions that are graded now
	changed chan struct{}   // closed when a tape begins or ends
}

// unpackings is how many archives are looked into at the same time.
const unpackings = 4

// New begins nothing.
func New(c Config) *Marker {
	return &Marker{Config: c, stubs: classreport.NewStubs(c.Course), pause: pause, unpacking: make(chan struct{}, unpackings), tapes: map[int64]*tape{}, changed: make(chan struct{})}
}

// Restore has what has no verdict yet wait again.
func (m *Marker) Restore(ctx context.Context) error {
	open, err := m.Store.Open(ctx)
	for _, sub := range open {
		m.Queue.Add(queue.Item{ID: sub.ID, Owner: sub.Person})
	}
	return err
}

// Run grades so many submissions at the same time, until ctx ends. What is under way then
// is put back.
func (m *Marker) Run(ctx context.Context, jobs int) {
	var group errgroup.Group
	aside := func(it queue.Item) { group.Go(func() error { m.again(ctx, it); return nil }) }
	for range max(jobs, 1) {
		group.Go(func() error {
			for {
				it, err := m.Queue.Next(ctx)
				if err != nil {
					return nil
				}
				m.take(ctx, it, aside)
			}
		})
	}
	_ = group.Wait()
}

// pause is between the tries of what cannot be kept, for instance on a full disk.
const pause = 10 * time.Second

// take grades one submission. When that fails, it waits again. What may be the submission's
// own fault is put aside meanwhile, and whoever else waits has their turn; what is the
// machine's would befall them, too.
func (m *Marker) take(ctx context.Context, it queue.Item, aside func(queue.Item)) {
	err := m.mark(ctx, it.ID)
	if err == nil {
		m.Queue.Done(it)
		return
	}
	if gone(err) {
		m.Log.Error("a submission waits until the service is started with its exercise", "submission", it.ID, "error", err)
		m.Queue.Done(it)
		return
	}
	m.Log.Error("a submission was not graded and waits again", "submission", it.ID, "error", err)
	if errors.As(err, new(*gradingError)) {
		aside(it)
		return
	}
	m.again(ctx, it)
}

// again has a submission wait again after a pause; until then its student has no turn.
func (m *Marker) again(ctx context.Context, it queue.Item) {
	defer m.Queue.Done(it)
	select {
	case <-ctx.Done():
	case <-time.After(m.pause):
		m.Queue.Add(it)
	}
}

// A gradingError is that of a Grader which works: what was handed in may be why.
type gradingError struct{ error }

func (e *gradingError) Unwrap() error { return e.error }

// maxAttempts is how often grading one submission begins: whatever ends the service each
// time, or the grading, must not do it for ever. What the machine lacks, as room on a full
// disk, does not count: the submission waits until it is there.
const maxAttempts = 3

// mark grades a submission and keeps the verdict.
func (m *Marker) mark(ctx context.Context, id int64) error {
	sub, err := m.Store.Submission(ctx, id)
	if err != nil || sub.State == store.Done {
		return err
	}
	person, err := m.Store.Person(ctx, sub.Person)
	if err != nil {
		return err
	}
	attempt, err := m.Store.Begin(ctx, id)
	if err != nil {
		return err
	}
	t := m.begin(id, attempt)
	defer m.end(id, t)
	ex, err := m.decide(ctx, sub, attempt, t, person.Name)
	if err != nil && (ctx.Err() != nil || errors.Is(err, ErrAway) || !errors.As(err, new(*gradingError))) {
		return errors.Join(err, m.Store.PutBack(context.WithoutCancel(ctx), id))
	}
	if err != nil {
		return err
	}
	m.Log.Info("graded", "submission", id, "student", person.Name, "exercise", sub.Exercise, "verdict", ex.Verdict, "points", ex.Points)
	if ex.Verdict == report.GraderError {
		m.Log.Error("the grader failed", "submission", id, "message", ex.Message)
	}
	return t.add(grader.Finished{Exercise: ex})
}

// decide reaches the verdict on a submission and keeps it.
func (m *Marker) decide(ctx context.Context, sub store.Submission, attempt int, t *tape, student string) (report.Exercise, error) {
	keep := func(key, dir string, ex report.Exercise) (report.Exercise, error) {
		ex.Student = student
		stop, _ := classreport.FirstFailure(&ex)
		if dir != "" && m.stubs.NotBegun(ex, dir) {
			stop = NotBegun
		}
		return ex, m.Store.Settle(context.WithoutCancel(ctx), sub.ID, store.Settled{Key: key, Stop: stop, Result: ex})
	}
	if attempt > maxAttempts {
		return keep("", "", noVerdict(m.Course, sub, fmt.Sprintf("Grading began %d times and never came to its end.", maxAttempts)))
	}
	ex, err := m.verdict(ctx, sub, t, keep)
	if why := refused(err); why != "" {
		return keep("", "", noVerdict(m.Course, sub, why))
	}
	return ex, err
}

// gone reports whether the course has the exercise no more, or not as one that can be graded.
// It was taken by a service that had it, and the next one may have it again.
func gone(err error) bool {
	return errors.As(err, new(*course.NotFoundError)) || errors.As(err, new(*course.DraftError))
}

// refused says why something cannot be opened that was taken by a service with other limits.
// Empty: it is not for such a reason.
func refused(err error) string {
	var refusal *handin.Refusal
	var missing *MissingError
	switch {
	case errors.As(err, &missing):
		return missing.Why
	case errors.As(err, &refusal), errors.Is(err, handin.ErrNoArchive):
		return "What was handed in cannot be opened any more: " + err.Error() + "."
	}
	return ""
}

// noVerdict is the verdict on what was never graded to the end.
func noVerdict(c *course.Course, sub store.Submission, why string) report.Exercise {
	ex := report.Exercise{
		ID: sub.Exercise, Verdict: report.GraderError, GradedAt: time.Now().UTC().Truncate(time.Second),
		Message: why,
		Stages:  []report.Stage{}, Checks: []report.Check{},
	}
	if e, err := c.Exercise(sub.Exercise); err == nil {
		ex.Title, ex.MaxPoints = e.Title, e.Points()
		for _, check := range e.Checks {
			blank := check.Blank()
			blank.Verdict = report.NotRun
			ex.Checks = append(ex.Checks, blank)
		}
	}
	return ex
}
