package recording

import (
	"workbook/grader/internal/instrument"
	"workbook/grader/internal/names"
	"workbook/grader/steps"
)

// A Recording is what is known of a run that was recorded.
type Recording struct {
	Stream Stream
	Trace  []byte // what the process printed as it died, if it did
	Points []instrument.Point
	Names  names.Names // of the submission
}

// Fill puts what the recording has into a run: its goroutines and its steps.
func (r Recording) Fill(run *steps.Run) {
	t := &teller{Recording: r, run: run, crowd: newCrowd(r.Names)}
	for _, p := range r.Stream {
		if p.Frame == nil {
			t.printed(string(p.Printed))
		} else {
			t.frame(p.Frame)
		}
	}
	if !t.ended {
		t.died()
	}
	t.done()
	t.left()
	run.Goroutines = t.crowd.goroutines()
	if run.Goroutines == nil {
		run.Goroutines = []steps.Goroutine{}
	}
	if run.Steps == nil {
		run.Steps = []steps.Step{}
	}
}
