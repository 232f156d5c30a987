package check

import (
	"fmt"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// The learner's package may have goroutines that belong to no bubble: its init
// started them, before there was one. They, and what they start, are strangers to
// the bubble, where nobody would notice that they become more and more.

// patienceStrangers is how long strangers, who live by the machine's clock, get to
// come to rest or to an end. Only a package that has some ever waits.
const patienceStrangers = 3 * time.Second

// strangers picks the learner's goroutines outside of every bubble.
func strangers(gs []trace.Goroutine) []trace.Goroutine {
	var found []trace.Goroutine
	for _, g := range gs {
		if _, runs := trace.First(g.Frames, kit.IsLearner); g.Bubble == 0 && (runs || kit.IsLearner(g.CreatedBy)) {
			found = append(found, g)
		}
	}
	return found
}

// knownStrangers counts those that were there before the check, as soon as they
// rest: until then one may still be starting others.
func knownStrangers() int {
	for end := time.Now().Add(patienceStrangers); ; time.Sleep(time.Millisecond) {
		found := strangers(goroutines())
		busy := false
		for _, g := range found {
			busy = busy || !g.Blocked()
		}
		if !busy || time.Now().After(end) {
			return len(found)
		}
	}
}

// noNewStrangers fails the check when there are more strangers than before it: now,
// and still after they had time to end.
func (c *C) noNewStrangers(now []trace.Goroutine, why string) {
	began := c.clock.sleep(0)
	for ; ; now = goroutines() {
		found := strangers(now)
		if len(found) <= c.known {
			return
		}
		if c.clock.sleep(5*time.Millisecond)-began < patienceStrangers {
			continue
		}
		g := found[len(found)-1]
		m := Mistake{Message: fmt.Sprintf("%s What your package started with has started more that is left: its goroutines outside of the check went from %s to %s.",
			kit.Sentence(why), kit.Count(c.known), kit.Count(len(found)))}
		if f, ok := trace.First(append(g.Frames, g.CreatedBy), kit.IsLearner); ok {
			m.At = kit.PositionOf(f)
			m.Message += fmt.Sprintf(" One is at %s.", f)
		}
		c.fail(m, outcome.Fail)
	}
}
