package check

import (
	"slices"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
	"workbook/grader/report/outcome"
)

// Waiting gives the learner's goroutines in the bubble as they are now. Call
// [C.Settle] first.
func (c *C) Waiting() []Goroutine {
	return c.waiting(c.others(goroutines()))
}

// others picks the goroutines of the bubble that are not the kit's.
func (c *C) others(gs []trace.Goroutine) []trace.Goroutine {
	id := c.bubbleID()
	return slices.DeleteFunc(slices.Clone(gs), func(g trace.Goroutine) bool { return g.Bubble != id })
}

// left picks the goroutines that run the learner's code, or that it started.
func (c *C) left(gs []trace.Goroutine) []trace.Goroutine {
	names := c.callNames()
	return slices.DeleteFunc(c.others(gs), func(g trace.Goroutine) bool {
		if _, ok := trace.First(g.Frames, kit.IsLearner); ok {
			return false
		}
		if kit.IsLearner(g.CreatedBy) || names[g.ID] != "" {
			return false
		}
		// Started by a library on the learner's behalf, or one of the kit's.
		p := g.CreatedBy.Package()
		return kit.IsOurs(p) || p == "testing" || p == "testing/synctest" || p == "internal/synctest" || p == ""
	})
}

func (c *C) waiting(gs []trace.Goroutine) []Goroutine {
	return kit.Describe(c.left(gs), c.callNames())
}

// addWaits adds where the learner's goroutines wait to a message.
func (c *C) addWaits(m *Mistake, gs []trace.Goroutine) { kit.AddWaits(m, c.waiting(gs)) }

// never fails the check because something can never come any more.
func (c *C) never(m Mistake) {
	crashed := c.addCalls(&m)
	c.addWaits(&m, goroutines())
	if m.At == (Position{}) {
		m.At = kit.AsideOf(&m).Near
	}
	if crashed {
		c.fail(m, outcome.Crash)
	}
	c.fail(m, outcome.Fail)
}

// failMentioning fails the check with how the calls have ended.
func (c *C) failMentioning(m Mistake) {
	if c.addCalls(&m) {
		c.fail(m, outcome.Crash)
	}
	c.fail(m, outcome.Fail)
}
