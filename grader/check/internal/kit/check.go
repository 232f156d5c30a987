// Package kit is what the two rooms share in which hidden tests are written,
// [workbook/grader/check] and [workbook/grader/check/outside]: one check under way,
// its inputs, its record, and what it says to the learner. A hidden test never
// imports it; each room declares again what a hidden test needs of it.
//
// A room makes a [Check], says by a [Room] in what it differs from the other one, and
// ends it with [Check.Finish]. Nothing here knows of bubbles or of other processes.
package kit

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

// A Room is in what the rooms differ. No function may be nil.
type Room struct {
	// Line is the learner's line that the caller is in, for a mistake that names none.
	Line func() Position
	// Took is how long the check has run on the machine's clock.
	Took func() time.Duration
	// Output is what the check's own programs have written; it ends them.
	Output func() string
	// Dies says that under the grader the process ends with the first failure: the
	// learner's goroutines may be in a state that no test can end.
	Dies bool
	// Failed is told of the first failure: who waits in the check must wait no longer.
	Failed func()
}

// A Check is one check under way. Its methods may be called from any goroutine.
type Check struct {
	t    *testing.T
	name string
	room Room
	rng  *rand.Rand
	bulk *bulk // what Bytes takes from

	start  time.Time   // when the check began, on the check's own clock
	failed atomic.Bool // nothing more is to happen
	unsure atomic.Bool // something was decided by the machine's clock
	ending atomic.Bool // what the check opened is being closed

	mu      sync.Mutex
	record  *wire.Record // of the first failure
	softMsg string       // the first Errorf that no FailNow has followed yet
	closers []func()     // what ends goroutines of a check that is over
	moments []outcome.Moment
	dropped int
	given   map[string]*given // by the client's name: see payload.go
	kept    int               // bytes of it
}

// New begins the check that a test function is.
func New(t *testing.T, room Room) *Check {
	t.Helper()
	openResults()
	name := t.Name()
	if !claim(name) {
		t.Fatalf("check: %s runs two checks; a test function runs one", name)
	}
	beginSchedules()
	return Anew(t, room)
}

// Anew begins it again, with the same inputs.
func Anew(t *testing.T, room Room) *Check {
	name := t.Name()
	return &Check{
		t:     t,
		name:  name,
		room:  room,
		rng:   random(results.seed, name),
		bulk:  newBulk(results.seed, name),
		start: time.Now(),
	}
}

// Begin says that the check begins only now, on the caller's clock.
func (c *Check) Begin() { c.start = time.Now() }

// Name is the check's name: that of the test function.
func (c *Check) Name() string { return c.name }

// Now is the time since the check began, on its own clock.
func (c *Check) Now() time.Duration { return time.Since(c.start) }

// maxMoments bounds the record of a check with thousands of clients.
const maxMoments = 2000

// Mark records a moment.
func (c *Check) Mark(kind outcome.MomentKind, who, note string) {
	m := outcome.Moment{AtUS: time.Since(c.start).Microseconds(), Kind: kind, Who: outcome.Cut(who, 80), Note: outcome.Cut(note, 200)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.moments) >= maxMoments {
		c.dropped++
		return
	}
	c.moments = append(c.moments, m)
	recordMoment(m)
}

// AtEnd registers what lets go of goroutines when the check is over.
func (c *Check) AtEnd(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closers = append(c.closers, f)
}

// LetGo closes everything that the check has opened.
func (c *Check) LetGo() {
	c.ending.Store(true)
	c.mu.Lock()
	closers := c.closers
	c.closers = nil
	c.mu.Unlock()
	for _, f := range closers {
		f()
	}
}

// Ending reports whether what the check has opened is being closed, or is.
func (c *Check) Ending() bool { return c.ending.Load() }

// Failed reports whether the check has failed.
func (c *Check) Failed() bool { return c.failed.Load() }

// Alive ends the calling goroutine when the check has failed already.
func (c *Check) Alive() {
	if c.failed.Load() {
		runtime.Goexit()
	}
}

// Unsure notes that the machine's clock, and not the bubble's, has decided something:
// a failure that comes after it may be the machine's fault.
func (c *Check) Unsure() { c.unsure.Store(true) }

// Mute makes the check one of which nothing more is heard, and which has failed for
// those who wait in it. It is false when it has failed already.
func (c *Check) Mute() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.record != nil {
		return false
	}
	c.record = new(wire.Record)
	c.failed.Store(true)
	return true
}
