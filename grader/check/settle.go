package check

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing/synctest"
	"time"

	"workbook/grader/check/point"
	"workbook/grader/internal/trace"
)

// Settle returns when every other goroutine of the bubble is blocked or gone:
// nothing more will happen until the check does something or time passes. The
// bubble's time does not move. Unlike synctest.Wait it does not hang when a
// goroutine waits for a mutex. A goroutine that never rests fails the check.
func (c *C) Settle() {
	c.alive()
	c.settle()
}

// settle is Settle, and says how the others rest.
func (c *C) settle() rests {
	r, _ := c.settleOr(noEvent)
	return r
}

// settleOr returns when the others rest, or true as soon as cond holds.
func (c *C) settleOr(cond func() bool) (rests, bool) {
	r, s, holds := c.look(cond)
	s.release()
	return r, holds
}

// atRest settles, and gives every goroutine of the process as it was then, the
// caller's first.
func (c *C) atRest() []trace.Goroutine {
	_, s, _ := c.look(noEvent)
	if s.buf == nil {
		s = takeSnapshot()
	}
	defer s.release()
	return s.parse()
}

func noEvent() bool { return false }

// look returns when the others rest, with the snapshot that shows it if it took one, or
// true as soon as cond holds. One goroutine looks at a time: two would each wait for the
// other to rest.
func (c *C) look(cond func() bool) (rests, snapshot, bool) {
	<-c.turn
	defer func() { c.turn <- struct{}{} }()
	for try, looks := 0, 0; ; try++ {
		c.checkFailed()
		if cond() {
			return rests{}, snapshot{}, true
		}
		if point.Busy() { // a look would cost more, and say the same
			runtime.Gosched()
			try = -1
			continue
		}
		for range 8 + 4*min(try, 30) {
			runtime.Gosched()
			if n, known := othersAtWork(); known && n == 0 {
				synctest.Wait() // returns at once, and fires what is due
				return rests{all: true, durable: true}, snapshot{}, false
			}
		}
		// A snapshot of thousands of goroutines is dear. So ask what is cheap first.
		if try < 16 && othersRun() {
			continue
		}
		began := c.clock.sleep(0)
		s := takeSnapshot()
		dear := c.clock.sleep(0) - began
		r := s.rests(c.bubbleID())
		switch {
		case r.all && r.durable && (!r.strays || try >= surelyForeign):
			synctest.Wait() // returns at once, and tells the race detector so
			return r, s, false
		case r.all && !r.durable && !s.heldOutside(c.bubbleID()):
			if looks++; looks == sureLooks {
				c.base.Unsure()
				return r, s, false
			}
			s.release()
			c.clock.sleep(time.Millisecond)
			continue
		}
		s.release()
		looks = 0
		if try >= 20 {
			// All stand still while a snapshot is taken. The deeper a stack, and the more
			// goroutines, the longer that takes, and they must get on all the same.
			c.clock.sleep(max(min(time.Duration(try)*20*time.Microsecond, 5*time.Millisecond), 2*dear))
		}
	}
}

// sureLooks is how often the bubble must be seen to rest when a goroutine of it
// waits for something that synctest does not vouch for, such as a lock.
const sureLooks = 3

// surelyForeign is after how many looks, which is a second or more, a goroutine that
// is always at work outside is none of the bubble's. Before that synctest.Wait must
// not be called: if it is one, synctest waits for it, and for ever if what it does
// then is to wait for a lock.
const surelyForeign = 300

// Await returns true as soon as cond holds. It lets the other goroutines run, and
// when all of them rest it lets the bubble's time pass, up to an hour of it. It
// returns false when cond can never hold any more. cond is called often; it must
// not block.
func (c *C) Await(cond func() bool) bool {
	c.alive()
	nth, leave := c.nthPass()
	if leave {
		c.stands("what was awaited had no time to come")
		_, holds := c.settleOr(cond)
		return holds || cond()
	}
	c.passing.Store(nth, true)
	defer c.passing.Delete(nth)
	return c.await(cond)
}

// patience is how much of the bubble's time an awaited event may take.
const patience = time.Hour

// A goroutine that sleeps and looks again a thousand times a second makes the
// bubble's hour long. After tiring of the bubble's time and tired of the
// machine's, the rest of the hour is let go.
const (
	tiring = 10 * time.Second
	tired  = 2 * time.Second
)

func (c *C) await(cond func() bool) bool {
	began := c.clock.sleep(0)
	end := time.Now().Add(patience)
	step := time.Millisecond
	var timer *time.Timer
	for {
		for i := 1; i <= 4096; i++ {
			if cond() {
				return true
			}
			runtime.Gosched()
			if n, known := othersAtWork(); known && n == 0 || i%32 == 0 && !othersRun() {
				break
			}
		}
		r, holds := c.settleOr(cond)
		changed := c.nextChange()
		if holds || cond() {
			return true
		}
		left := time.Until(end)
		if left <= 0 || !r.durable { // a goroutine on a mutex stops the bubble's time
			return false
		}
		if timer == nil {
			timer = time.NewTimer(min(step, left))
			defer timer.Stop()
		} else {
			timer.Reset(min(step, left))
		}
		select {
		case <-changed:
		case <-timer.C:
			if step *= 8; step > tiring && c.clock.sleep(0)-began > tired {
				end = time.Now()
				c.base.Unsure()
			}
		case <-c.failedIn:
		}
		c.checkFailed()
	}
}

// othersRun reports whether goroutines other than the caller run or are about to.
// The runtime's counts are not exact, and include what is outside the bubble: they
// say when a snapshot is worth taking, and prove nothing.
func othersRun() bool {
	s := []metrics.Sample{
		{Name: "/sched/goroutines/runnable:goroutines"},
		{Name: "/sched/goroutines/running:goroutines"},
	}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindUint64 || s[1].Value.Kind() != metrics.KindUint64 {
		return false
	}
	return s[0].Value.Uint64() > 0 || s[1].Value.Uint64() > 1
}

// othersAtWork says how many goroutines of the caller's bubble are not durably blocked,
// but for the caller, as synctest itself counts them. It knows that in a program that
// has the runtime of steady runs (steadyChanges in package build), which answers a
// question about the limit of memory with it, and nowhere else.
func othersAtWork() (n int, known bool) {
	if counted := debug.SetMemoryLimit(math.MinInt64); counted < 0 {
		return int(^counted) - 1, true
	}
	return 0, false
}

// want is await for an event that a sentence asks for.
func (c *C) want(sentence string, cond func() bool) bool {
	c.pending.Store(&sentence)
	defer c.pending.Store(nil)
	return c.await(cond)
}

func (c *C) bubbleID() int { return int(c.bubble.Load()) }

func (c *C) checkFailed() {
	if c.base.Failed() {
		runtime.Goexit()
	}
}
