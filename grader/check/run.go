package check

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/check/point"
	"workbook/grader/report/outcome"
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
	c := newC(t)
	for next := c; next != nil; next = c.next() {
		c = next
		c.inBubble(f)
	}
	c.base.Finish()
}

// next is the check for one more bubble: to begin anew, or under the next schedule. It
// is nil when the check is over.
func (c *C) next() *C {
	if c.beginsAnew() {
		return c.anew()
	}
	if c.base.Failed() || !kit.NextSchedule() {
		return nil
	}
	d := emptyC(c.t)
	d.base = kit.Anew(c.t, d.room())
	return d
}

// inBubble runs the check in a bubble of its own, to its end unless it must begin
// anew.
func (c *C) inBubble(f func(c *C)) {
	c.t.Helper()
	// The first timer of a process takes a lock of the standard library that a
	// timer in the bubble takes too; here nobody can be seen waiting for it.
	time.NewTimer(0).Stop()
	kit.BeginTrace() // out here: what serves the tracer is none of the bubble's
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
}

// supervise is the bubble's first goroutine.
func (c *C) supervise(f func(*C)) {
	c.base.Begin()
	c.failedIn = make(chan struct{})
	c.turn = make(chan struct{}, 1)
	c.turn <- struct{}{}
	c.bubble.Store(int64(self().Bubble))

	if number, ok := kit.Schedule(); ok {
		point.Begin(number)
		defer point.End()
		kit.Record(c.base.Now, func() { c.activity.Add(1) }) // it takes time, and is progress
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.own.Store(int64(self().ID))
		whole := false
		defer c.base.Catch(&whole)
		f(c)
		c.alive()
		c.base.Soft()
		c.end()
		whole = true
	}()
	select {
	case <-done:
	case <-c.failedIn:
	}
	if c.base.Failed() {
		point.End()
		c.unwind()
	}
}

// end is what every inside check ends with.
func (c *C) end() {
	c.base.LetGo()
	left := c.atRest()
	c.panicsSeen()
	c.noLeaks(left, "")
	c.afterwards()
}

// unwind lets the goroutines of a failed check end, as far as they will.
func (c *C) unwind() {
	c.base.LetGo()
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
	if c.base.Failed() {
		return
	}
	if err, ok := r.(error); !ok || !strings.HasPrefix(err.Error(), "deadlock: ") {
		c.base.Note(Mistake{Message: fmt.Sprintf("The hidden test panicked: %v.\n%s", r, debug.Stack())}, outcome.GraderError)
		return
	}
	gs := c.others(goroutines())
	m := Mistake{Message: standstill}
	c.addWaits(&m, gs)
	c.base.Note(m, outcome.Fail)
}
