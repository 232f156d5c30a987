package check

import (
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// The watchdog's patience, on the machine's clock. Only code that is broken for
// good ever uses it up, so it is generous: a loaded machine must not. It is
// counted in looks, because a machine that stands still does not look either.
const (
	watchEvery = 100 * time.Millisecond
	quietLooks = 3                      // looks without an event before a snapshot is worth its price
	stuckLooks = 5                      // snapshots in which the bubble stands still and its time cannot pass
	busyLooks  = 12                     // snapshots in which the same goroutine runs, and nothing at all has changed for the others
	busyEvery  = 250 * time.Millisecond // between snapshots in which something runs, and nothing else happens
	atMost     = 400 * time.Millisecond // between snapshots that take long: the sentence must come before the wall clock limit
)

// A watchdog looks at a bubble from outside. It ends a check that cannot end by
// itself: one in which a goroutine runs for ever, and one whose own goroutine
// sleeps while another waits for a mutex, which stops the bubble's clock.
//
// A goroutine that runs is not yet one that spins. As long as anything changes (who
// runs, who waits, and where), there is progress, however slow, and the time that
// counts is the wall clock limit of the check, outside of this process.
type watchdog struct {
	c                  *C
	last               uint64 // the count of events at the last look
	quiet, stuck, busy int    // looks in a row
	scene              uint64 // what the last snapshot showed, see [scene]
}

// watch returns when the bubble has ended or was given up.
func (c *C) watch(ended <-chan struct{}) {
	w := &watchdog{c: c}
	every := watchEvery
	for {
		select {
		case <-ended:
			return
		case <-c.gone:
			return
		case <-time.After(every):
		}
		began := time.Now()
		if w.look() {
			return
		}
		every = watchEvery
		if w.busy > 0 {
			every = busyEvery
		}
		every = max(every, min(4*time.Since(began), atMost))
	}
}

// look reports whether it has ended the check.
func (w *watchdog) look() bool {
	if n := w.c.activity.Load(); n != w.last {
		*w = watchdog{c: w.c, last: n}
		return false
	}
	if w.quiet++; w.quiet < quietLooks {
		return false
	}
	all := goroutines()
	gs := w.c.others(all)
	running, stopping := sortOut(gs)
	if stopping != nil && slices.ContainsFunc(all[1:], func(g trace.Goroutine) bool { return g.Bubble == 0 && atWork(g) }) {
		stopping = nil // it may be of the bubble, and go on
	}
	switch {
	case running != nil:
		w.stuck = 0
		before := w.scene
		if w.scene = scene(w.c.left(gs)); w.scene != before {
			w.busy = 0
		}
		if w.busy++; w.busy >= busyLooks {
			w.c.neverRests(*running)
			return true
		}
	case stopping != nil:
		w.busy = 0
		if w.stuck++; w.stuck >= stuckLooks {
			if w.c.standsFor() {
				w.c.leave()
			} else {
				w.c.neverGoesOn(gs, *stopping)
			}
			return true
		}
	default:
		w.busy, w.stuck = 0, 0
	}
	return false
}

// scene tells apart two moments between which a goroutine came, went, stopped or
// went on, or stopped somewhere else. Where a goroutine is that runs does not matter: a
// loop has many lines.
func scene(gs []trace.Goroutine) uint64 {
	h := fnv.New64a()
	for _, g := range gs {
		fmt.Fprintln(h, g.ID)
		if g.Blocked() {
			fmt.Fprintln(h, g.State, g.Frames)
		}
	}
	return h.Sum64()
}

// sortOut finds a goroutine that runs the learner's code; or else, when every
// goroutine is blocked, one that keeps the bubble's time from passing.
func sortOut(gs []trace.Goroutine) (running, stopping *trace.Goroutine) {
	goesOn := false // something else than the learner's code will
	for i, g := range gs {
		switch {
		case waitsForClock(g):
			goesOn = true
		case g.Durable:
		case !g.Blocked():
			if f, ok := trace.First(g.Frames, func(f trace.Frame) bool { return kit.IsLearner(f) || kit.IsTest(f) }); ok && kit.IsLearner(f) {
				return &gs[i], nil
			}
			goesOn = true
		case stopping == nil || g.OnLock():
			stopping = &gs[i]
		}
	}
	if goesOn {
		return nil, nil
	}
	return nil, stopping
}

func waitsForClock(g trace.Goroutine) bool {
	_, ok := trace.First(g.Frames, kit.Of(clockSleep))
	return ok
}

func (c *C) neverRests(g trace.Goroutine) {
	f, _ := trace.First(g.Frames, kit.IsLearner)
	m := Mistake{At: kit.PositionOf(f)}
	kit.AsideOf(&m).Unsure = true
	if g.State == "syscall" {
		m.Message = fmt.Sprintf("A goroutine is in a system call at %s and does not come back. Wait for the connection, the listener or a channel, and for nothing outside the program.", f)
	} else {
		m.Message = fmt.Sprintf("A goroutine runs at %s and never rests: a loop that only asks again and again takes a whole processor. Block until there is something to do.", f)
	}
	c.noteOutside(m, outcome.Timeout)
}

func (c *C) neverGoesOn(gs []trace.Goroutine, g trace.Goroutine) {
	m := Mistake{Message: standstill}
	kit.AsideOf(&m).Unsure = true
	if p := c.pending.Load(); p != nil && *p != "" {
		m.Message = kit.Sentence(*p)
	}
	c.addWaits(&m, gs)
	if !g.OnLock() && m.At == (Position{}) {
		m.Message += " A goroutine " + g.Wait + "."
	}
	c.noteOutside(m, outcome.Fail)
}

const standstill = "Nothing can go on any more: every goroutine waits for another one."

// noteOutside fails the check from outside its bubble, which it leaves behind.
func (c *C) noteOutside(m Mistake, v outcome.Verdict) {
	c.base.Note(m, v)
	c.leave()
}
