package picture

import (
	"slices"

	"workbook/grader/steps"
)

// passes draws, where time has passed before step i, that those waited who were not known to:
// the clock of a bubble goes on only when everybody waits, and a goroutine that sleeps, or
// does so in a function that records no steps, has no step to tell of it. It gives them.
func (w *walk) passes(i int, s steps.Step) []int {
	if i < 1 || w.time(i) <= w.time(i-1) {
		return nil
	}
	var slept []int
	for g, at := range w.now {
		if at.State != steps.Ready || slices.ContainsFunc(s.Changed, func(p steps.Place) bool { return p.Goroutine == g && p.State != steps.Ready }) {
			continue
		}
		slept = append(slept, g)
		lane := w.lanes[g]
		w.d.event(Event{Lane: lane, Kind: Blocks, AtUS: w.time(i - 1), From: -1, Step: i, File: at.File, Line: at.Line})
		w.d.becomes(lane, Span{State: Waits, File: at.File, Line: at.Line})
	}
	return slept
}

// wakes draws that those who slept can go on, with the first step after that.
func (w *walk) wakes(slept []int) {
	for _, g := range slept {
		if at := w.now[g]; g != w.runs {
			w.d.becomes(w.lanes[g], Span{State: Ready, File: at.File, Line: at.Line})
		}
	}
}
