package picture

import "workbook/grader/steps"

// A walk goes through a run.
type walk struct {
	d      *drawing
	run    *steps.Run
	world  *world
	lanes  []int // by goroutine
	now    []steps.Place
	calls  map[string]int // the lane of the last call of a name
	begun  map[int]bool   // lanes on which a call is under way
	done   map[int]bool   // lanes on which one has returned
	defers map[deferral]bool
	runs   int  // the goroutine that took the last step; -1: none
	over   bool // it ended with that
}

func (w *walk) known(goroutine int) bool { return goroutine >= 0 && goroutine < len(w.run.Goroutines) }

// time is when step i began; of their number, when the last did.
func (w *walk) time(i int) int64 {
	if i = min(i, len(w.run.Steps)-1); i < 0 {
		return 0
	}
	return max(w.run.Steps[i].AtUS, 0)
}
