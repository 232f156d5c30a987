package check

import (
	"fmt"
	"time"

	"workbook/grader/internal/trace"
	"workbook/grader/report"
)

// The watchdog's patience, on the machine's clock. Only code that is broken for
// good ever reaches it, so it is generous: a loaded machine must not.
const (
	watchEvery  = 100 * time.Millisecond
	stuckLooks  = 5  // looks at which the bubble stands still and its time cannot pass
	busyLooks   = 12 // looks at which something runs, and nothing else happens ...
	busyEvery   = 250 * time.Millisecond
	quietBefore = 3 // looks without an event before the first snapshot is worth its price
)

// watch runs outside the bubble. It ends a check that cannot end by itself: one
// in which a goroutine runs for ever, and one whose own goroutine sleeps while
// another waits for a mutex, which stops the bubble's clock.
func (c *C) watch(ended <-chan struct{}) {
	var last uint64
	quiet, stuck, busy := 0, 0, 0
	every := watchEvery
	for {
		select {
		case <-ended:
			return
		case <-c.gone:
			return
		case <-time.After(every):
		}
		if n := c.activity.Load(); n != last {
			last, quiet, stuck, busy, every = n, 0, 0, 0, watchEvery
			continue
		}
		if quiet++; quiet < quietBefore {
			continue
		}
		gs := takeSnapshot().parse()
		var running, stopping *trace.Goroutine
		resting := true
		for i, g := range gs {
			if i == 0 || g.Bubble == 0 || g.Bubble != c.bubbleID() {
				continue
			}
			if !g.Blocked() {
				resting = false
				if f, ok := trace.First(g.Frames, func(f trace.Frame) bool { return isLearner(f) || isTest(f) }); ok && isLearner(f) {
					running = &gs[i]
				}
			} else if !g.Durable {
				if waitsForClock(g) {
					resting = false // the kit itself: it will go on
				} else if stopping == nil || g.OnLock() {
					stopping = &gs[i]
				}
			}
		}
		switch {
		case running != nil:
			stuck = 0
			busy++
			every = busyEvery
			if busy >= busyLooks {
				c.neverRests(*running)
				return
			}
		case resting && stopping != nil:
			busy = 0
			if stuck++; stuck >= stuckLooks {
				c.neverGoesOn(gs, *stopping)
				return
			}
		default:
			busy, stuck = 0, 0
		}
	}
}

func waitsForClock(g trace.Goroutine) bool {
	_, ok := trace.First(g.Frames, func(f trace.Frame) bool { return f.Func == kit+".(*outsideClock).sleep" })
	return ok
}

func (c *C) neverRests(g trace.Goroutine) {
	f, _ := trace.First(g.Frames, isLearner)
	m := Mistake{At: position(f)}
	if g.State == "syscall" {
		m.Message = fmt.Sprintf("A goroutine is in a system call at %s and does not come back. Wait for the connection, the listener or a channel, and for nothing outside the program.", f)
	} else {
		m.Message = fmt.Sprintf("A goroutine runs at %s and never rests: a loop that only asks again and again takes a whole processor. Block until there is something to do.", f)
	}
	c.noteOutside(m, report.Timeout)
}

func (c *C) neverGoesOn(gs []trace.Goroutine, g trace.Goroutine) {
	m := Mistake{Message: "Nothing can go on any more: every goroutine waits for another one."}
	if p := c.pending.Load(); p != nil && *p != "" {
		m.Message = sentence(*p)
	}
	c.addWaits(&m, c.others(gs))
	c.noteOutside(m, report.Fail)
}

// noteOutside fails the check from outside its bubble, which it leaves behind.
func (c *C) noteOutside(m Mistake, v report.Verdict) {
	c.note(m, v)
	c.leave()
}
