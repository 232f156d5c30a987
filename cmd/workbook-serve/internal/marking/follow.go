package marking

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"workbook/cmd/internal/api"
	"workbook/cmd/workbook-serve/internal/queue"
	"workbook/cmd/workbook-serve/internal/store"
	"workbook/grader"
)

// A tape is what has been told of one grading.
type tape struct {
	attempt int

	mu      sync.Mutex
	frames  []api.Frame
	ended   bool
	changed chan struct{} // closed at the next change
}

// add puts an event on the tape, as students may see it.
func (t *tape) add(e grader.Event) error {
	name, data, err := api.Encode(Discreet(e))
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.frames = append(t.frames, api.Frame{ID: fmt.Sprintf("%d-%d", t.attempt, len(t.frames)+1), Name: name, Data: data})
	t.tell()
	return nil
}

func (t *tape) tell() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// from are the frames behind the first n.
func (t *tape) from(n int) (frames []api.Frame, ended bool, changed <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.frames[min(n, len(t.frames)):], t.ended, t.changed
}

// begin begins the tape of a submission.
func (m *Marker) begin(id int64, attempt int) *tape {
	t := &tape{attempt: attempt, changed: make(chan struct{})}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.tapes[id] = t
	m.tell()
	return t
}

// end ends it. Who follows it reads it to its end.
func (m *Marker) end(id int64, t *tape) {
	m.mu.Lock()
	delete(m.tapes, id)
	m.tell()
	m.mu.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	t.tell()
}

// enqueue has a submission wait.
func (m *Marker) enqueue(sub store.Submission) {
	m.Queue.Add(queue.Item{ID: sub.ID, Owner: sub.Person})
}

func (m *Marker) tell() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// tapeOf is the tape of a submission that is graded now, or nil.
func (m *Marker) tapeOf(id int64) (*tape, <-chan struct{}) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tapes[id], m.changed
}

// Grading is how many submissions are graded now.
func (m *Marker) Grading() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.tapes)
}

// Changed is closed when a grading begins or ends.
func (m *Marker) Changed() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.changed
}

// Follow sends what happens to a submission, from behind the frame with the id after, to
// its verdict, and then returns nil. Every beat of silence it sends an empty frame.
func (m *Marker) Follow(ctx context.Context, id int64, after string, beat time.Duration, send func(api.Frame) error) error {
	f := &following{marker: m, id: id, ahead: -1, send: send, beat: time.NewTicker(beat)}
	f.attempt, f.seen = parseID(after)
	defer f.beat.Stop()
	for {
		if done, err := f.step(ctx); done || err != nil {
			return err
		}
	}
}

// ErrNoVerdict says that the verdict on a submission that is done is gone.
var ErrNoVerdict = errors.New("there is no verdict on a submission that is done")

// A following is somebody who follows a submission.
type following struct {
	marker  *Marker
	id      int64
	attempt int // the grading that was followed last
	seen    int // frames of it
	ahead   int // as it was told last; -1: not yet
	send    func(api.Frame) error
	beat    *time.Ticker
}

// step sends what is to be said now, and waits for more.
func (f *following) step(ctx context.Context) (done bool, err error) {
	queued := f.marker.Queue.Changed() // before looking, so that nothing falls between
	t, changed := f.marker.tapeOf(f.id)
	if t != nil {
		return f.play(ctx, t)
	}
	sub, err := f.marker.Store.Submission(ctx, f.id)
	if err != nil {
		return false, err
	}
	if sub.State == store.Done {
		return true, f.verdict(ctx, sub)
	}
	if ahead, waits := f.marker.Queue.Ahead(queue.Item{ID: sub.ID, Owner: sub.Person}); waits && ahead != f.ahead {
		f.ahead = ahead
		if err := f.event("", grader.Queued{Exercise: sub.Exercise, Ahead: ahead}); err != nil {
			return false, err
		}
	}
	return false, f.wait(ctx, queued, changed)
}

// play sends a tape, and reports whether the verdict was on it.
func (f *following) play(ctx context.Context, t *tape) (verdict bool, err error) {
	if t.attempt != f.attempt {
		f.attempt, f.seen = t.attempt, 0
	}
	for {
		frames, ended, changed := t.from(f.seen)
		for _, frame := range frames {
			if err := f.send(frame); err != nil {
				return false, err
			}
			f.seen++
			verdict = api.Last(frame)
		}
		if ended || verdict {
			return verdict, nil
		}
		if err := f.wait(ctx, changed, nil); err != nil {
			return false, err
		}
	}
}

// verdict sends the verdict as it was kept.
func (f *following) verdict(ctx context.Context, sub store.Submission) error {
	ex, err := f.marker.Store.Result(ctx, sub.ID)
	if err != nil || ex == nil {
		return errors.Join(err, ErrNoVerdict)
	}
	return f.event(fmt.Sprintf("%d-end", sub.Attempts), Discreet(grader.Finished{Exercise: *ex}))
}

func (f *following) event(id string, e grader.Event) error {
	name, data, err := api.Encode(e)
	if err != nil {
		return err
	}
	return f.send(api.Frame{ID: id, Name: name, Data: data})
}

func (f *following) wait(ctx context.Context, a, b <-chan struct{}) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-a:
	case <-b:
	case <-f.beat.C:
		return f.send(api.Frame{})
	}
	return nil
}

// parseID reads the id of a frame; what is none is that of nothing.
func parseID(id string) (attempt, seen int) {
	var tail string
	for i := range id {
		if id[i] == '-' {
			id, tail = id[:i], id[i+1:]
			break
		}
	}
	attempt, err := strconv.Atoi(id)
	if err != nil {
		return 0, 0
	}
	if seen, err = strconv.Atoi(tail); err != nil || seen < 0 {
		return 0, 0
	}
	return attempt, seen
}
