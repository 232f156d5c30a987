package check

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// Run runs an inside check: f, on a goroutine of a testing/synctest bubble, where
// time is virtual and passes only while every goroutine rests.
//
// When f returns, everything that the check opened is closed, and the check fails
// if a goroutine of the learner is left; see [C.NoLeaks]. A failure in the
// bubble never hangs the test and never hides behind the bubble's own complaint
// about goroutines that are left.
func Run(t *testing.T, f func(c *C)) {
	t.Helper()
	for c := newC(t, true); c != nil; c = c.anew() {
		c.inBubble(f)
	}
}

// inBubble runs the check in a bubble of its own, to its end unless it must begin
// anew.
func (c *C) inBubble(f func(c *C)) {
	c.t.Helper()
	// The first timer of a process takes a lock of the standard library that a
	// timer in the bubble takes too; here nobody can be seen waiting for it.
	time.NewTimer(0).Stop()
	c.known = knownStrangers()
	go c.clock.serve()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			if r := recover(); r != nil {
				c.bubbleDied(r)
			}
		}()
		synctest.Test(c.t, func(*testing.T) { c.supervise(f) })
	}()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		c.watch(ended)
	}()

	select {
	case <-ended:
		<-watched
	case <-c.gone:
	}
	c.clock.stop()
	if c.beginsAnew() {
		return
	}
	c.finish()
}

// supervise is the bubble's first goroutine.
func (c *C) supervise(f func(*C)) {
	c.start = time.Now()
	c.failedIn = make(chan struct{})
	c.turn = make(chan struct{}, 1)
	c.turn <- struct{}{}
	c.bubble.Store(int64(self().Bubble))

	done := make(chan struct{})
	go func() {
		defer close(done)
		c.own.Store(int64(self().ID))
		whole := false
		defer c.catch(&whole)
		f(c)
		c.alive()
		c.soft()
		c.end()
		whole = true
	}()
	select {
	case <-done:
	case <-c.failedIn:
	}
	if c.failed.Load() {
		c.unwind()
	}
}

// end is what every inside check ends with.
func (c *C) end() {
	c.letGo()
	c.settle()
	c.panicsSeen()
	c.noLeaks("")
}

// catch turns a panic of the check's own goroutine into a verdict, and an end
// before the check was whole.
func (c *C) catch(whole *bool) {
	r := recover()
	if r == nil {
		if !*whole && !c.t.Failed() {
			c.leftEarly()
		}
		return
	}
	stack := trace.ParseGoroutines(debug.Stack())
	var frames []trace.Frame
	if len(stack) > 0 {
		frames = stack[0].Frames
	}
	var m Mistake
	v := report.Crash
	switch theirs, f, ok := whoPanicked(frames); {
	case ok && theirs:
		m.At = position(f)
		m.Message = fmt.Sprintf("Your code panicked at %s: %s.", f, plain(r))
	case ok:
		m.At = position(f)
		m.Message = fmt.Sprintf("A task that your code was given panicked, as it may: %s. %s", plain(r), letGoOn(f))
	default:
		v = report.GraderError
		m.Message = fmt.Sprintf("The hidden test panicked: %v.\n%s", r, debug.Stack())
	}
	c.Mark(report.Panicked, "", fmt.Sprint(r))
	c.note(m, v)
}

// leftEarly fails a check whose goroutine ended though nothing had failed: the
// learner's code, called on it, has called runtime.Goexit.
func (c *C) leftEarly() {
	c.mu.Lock()
	failed := c.record != nil
	c.mu.Unlock()
	if failed {
		return
	}
	m := Mistake{Message: "Your code ended its caller's goroutine with runtime.Goexit, and the check with it. A function returns to its caller."}
	if f, ok := trace.First(ownFrames(), isLearner); ok {
		m.At = position(f)
	}
	c.note(m, report.Fail)
}

// whoPanicked says whose code a panic came from: the learner's, at a line of it; or a
// task's of the hidden test, which the learner's code had called at that line.
func whoPanicked(frames []trace.Frame) (theirs bool, at trace.Frame, ok bool) {
	theirs, at, ok = trace.Panicking(frames, isLearner, isTest)
	return theirs, at, ok && !at.Zero()
}

// letGoOn says what was not done about a task's panic.
func letGoOn(at trace.Frame) string {
	return fmt.Sprintf("Your code called it at %s and let the panic go on.", at)
}

// unwind lets the goroutines of a failed check end, as far as they will.
func (c *C) unwind() {
	c.letGo()
	for i := range 40 {
		for range 20 {
			runtime.Gosched()
		}
		s := takeSnapshot()
		if s.rests(c.bubbleID()).all {
			if len(c.left(s.parse())) > 0 {
				break
			}
			return
		}
		c.clock.sleep(time.Duration(i) * time.Millisecond)
	}
	c.leave()
}

// leave gives the bubble up: something in it can never end.
func (c *C) leave() { c.goneOnce.Do(func() { close(c.gone) }) }

// bubbleDied is told what synctest panicked with: every goroutine of the bubble
// is blocked for good.
func (c *C) bubbleDied(r any) {
	if c.failed.Load() {
		return
	}
	if err, ok := r.(error); !ok || !strings.HasPrefix(err.Error(), "deadlock: ") {
		c.note(Mistake{Message: fmt.Sprintf("The hidden test panicked: %v.\n%s", r, debug.Stack())}, report.GraderError)
		return
	}
	gs := c.others(takeSnapshot().parse())
	m := Mistake{Message: standstill}
	c.addWaits(&m, gs)
	c.note(m, report.Fail)
}

// finish reports how the check ended. It runs on the test's own goroutine.
func (c *C) finish() {
	c.t.Helper()
	c.mu.Lock()
	r := c.record
	c.mu.Unlock()
	if r == nil {
		if c.t.Failed() {
			send(c.complete(wire.Record{
				Verdict: report.Fail,
				Message: "The race detector, or the hidden test by other means than this kit, failed the check. The output says how.",
			}))
			c.t.FailNow()
		}
		send(c.complete(wire.Record{Verdict: report.Pass}))
		return
	}
	c.t.Fatal(native(*r, c.seed))
}

// complete fills in what every record of the check holds.
func (c *C) complete(r wire.Record) wire.Record {
	c.mu.Lock()
	defer c.mu.Unlock()
	r.Check = c.name
	r.Events = c.moments[:len(c.moments):len(c.moments)]
	if c.dropped > 0 {
		r.Events = append(r.Events, report.Moment{
			AtUS: r.Events[len(r.Events)-1].AtUS,
			Kind: report.Noted,
			Note: fmt.Sprintf("%d more moments are not shown", c.dropped),
		})
	}
	r.DurationMS = milliseconds(c.took())
	return r
}
