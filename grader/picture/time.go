package picture

import (
	"slices"

	"workbook/grader/steps"
)

// passes draws, where time has passed before step i, that those waited who were not known to:
// the clock of a bubble goes on only when everybody waits, and a goroutine that sleeps, or
// does so in a function that records no steps, has no step to tell of it. They wait until
// they are seen to do something, however often time passes.
func (w *walk) passes(i int, s steps.Step) {
	if i < 1 || w.time(i) <= w.time(i-1) || w.d.full {
		return
	}
	for g, at := range w.now {
		if at.State != steps.Ready || w.waits(w.lanes[g]) ||
			slices.ContainsFunc(s.Changed, func(p steps.Place) bool { return p.Goroutine == g && p.State != steps.Ready }) {
			continue
		}
		lane := w.lanes[g]
		w.d.event(Event{Lane: lane, Kind: Blocks, AtUS: w.time(i - 1), From: -1, Step: i, File: at.File, Line: at.Line})
		w.d.becomes(lane, Span{State: Waits, File: at.File, Line: at.Line})
	}
}
