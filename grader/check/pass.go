package check

import (
	"fmt"
	"slices"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// The bubble's clock stands still while a goroutine waits for a sync.Mutex or
// sync.RWMutex, or in a sync.Once: that is how synctest is made. A right solution may
// hold a lock for as long as it likes, so nothing may fail for that. Who wants time
// to pass goes on without, and it is noted what was not seen therefore.
//
// Mostly that is known before. But when a timer wakes a goroutine that then waits for
// a lock, whoever sleeps in the bubble sleeps for ever, for nobody outside of it can
// wake them. The watchdog sees that, and the check begins anew in another bubble, in
// which that sleep is left out.

// maxBubbles bounds how often a check begins anew to leave out one sleep more. After
// that it leaves out all, from the first that was in vain.
const maxBubbles = 6

// Sleep lets d of the bubble's time pass, which costs nothing and passes only while
// every other goroutine of the bubble rests. Where a goroutine waits for a lock no
// time can pass; then Sleep returns when all rest, and notes in the check's events
// that it did.
func (c *C) Sleep(d time.Duration) {
	c.alive()
	c.pass(d, func() {})
	c.alive()
}

// pass lets d of the bubble's time pass, and reports whether it could. Just before
// the clock runs it calls ready.
func (c *C) pass(d time.Duration, ready func()) bool {
	nth, leave := c.nthPass()
	// A task of thousands that sleeps need not look at all the others first.
	if leave || self().ID == int(c.own.Load()) && !c.settle().durable {
		c.stands(fmt.Sprintf("%v did not pass", d))
		return false
	}
	c.passing.Store(nth, true)
	defer c.passing.Delete(nth)
	ready()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.failedIn:
	}
	c.checkFailed()
	return true
}

// nthPass counts what waits for the bubble's clock, and says what is to be left out
// because time stood still in it before.
func (c *C) nthPass() (nth int, leave bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passes++
	all := c.bubbles >= maxBubbles && c.passes > slices.Min(c.leaveOut)
	return c.passes, all || slices.Contains(c.leaveOut, c.passes)
}

// stands notes that time did not pass that should have, and what was not seen
// therefore.
func (c *C) stands(what string) {
	note := what + ": the clock stands still while a goroutine waits for a lock"
	for _, g := range c.others(goroutines()) {
		if !g.Durable && g.Blocked() {
			if f, ok := trace.First(g.Frames, kit.IsLearner); ok {
				note += ", as one does at " + f.String()
				break
			}
		}
	}
	c.Mark(outcome.Noted, "", note)
	if !kit.Graded() {
		c.t.Log(c.Name() + ": " + note)
	}
}

// standsFor reports whether somebody waits for time to pass that now cannot, and
// arranges for the check to begin anew without it.
func (c *C) standsFor() bool {
	var all []int
	c.passing.Range(func(nth, _ any) bool {
		all = append(all, nth.(int))
		return true
	})
	if len(all) == 0 {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.base.Mute() { // nothing that this bubble still says is heard
		return false
	}
	c.again = append(slices.Clone(c.leaveOut), all...)
	return true
}

// afterwards lets time pass at the end of a check, when nobody of the learner's is left. A
// timer that was not stopped may start a goroutine that never ends: it tells something to
// nobody. In a check that has begun anew it may also wait for a lock; until then time had
// not passed for whatever waits for it. A run that repeats what has passed needs none of
// this.
func (c *C) afterwards() {
	if c.bubbles == 0 && c.base.Again() {
		return
	}
	why := "No goroutine may be left behind when the work is over, nor may a timer start one that never ends"
	c.pending.Store(&why)
	defer c.pending.Store(nil)
	timer := time.NewTimer(patience) // the watchdog does not know it: there is no beginning anew
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.failedIn:
	}
	c.checkFailed()
	c.noLeaks(c.atRest(), why)
}

func (c *C) beginsAnew() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.again) > 0
}

// anew is the same check for another bubble.
func (c *C) anew() *C {
	d := emptyC(c.t)
	d.base = kit.Anew(c.t, d.room())
	d.leaveOut, d.bubbles, d.real = c.again, c.bubbles+1, c.real
	d.base.Unsure()
	return d
}
