package study

import (
	"context"
	"time"

	"workbook/grader/picture"
	"workbook/grader/report"
)

// A SketchMsg carries the run of a failed check, recorded behind the verdict.
type SketchMsg struct {
	sketch
	Drawing Drawing
	err     error
	try     int // what carries another is stale
}

// A sketch names a failed check of a verdict.
type sketch struct {
	run             int // id
	exercise, check string
}

// Sketches are drawings of failed checks: of each first what the verdict's own run was seen to
// do, and once it is recorded or traced that. They are made one at a time, and never while anything is
// graded.
type sketches struct {
	work   *Work
	drawn  map[sketch]Drawing
	tried  map[sketch]bool
	before map[[2]string]Drawing // by exercise and check: how it failed last
	mended map[[2]string]int     // and the first run, by id, in which it has passed since
	cancel context.CancelFunc    // nil: nothing is recorded
	now    sketch                // that is recorded
	try    int                   // counts them
}

func newSketches(w *Work) *sketches {
	return &sketches{work: w, drawn: map[sketch]Drawing{}, tried: map[sketch]bool{}, before: map[[2]string]Drawing{}, mended: map[[2]string]int{}}
}

// budget is how long a run is looked for that nobody has asked for.
const budget = 20 * time.Second

// of is the best drawing that there is of a failed check of a run.
func (s *sketches) of(r *Run, c report.Check) Drawing {
	at := sketch{r.ID, r.exercise, c.Name}
	d, known := s.drawn[at]
	if !known {
		d = Seen(r.exercise, c, "")
		s.drawn[at] = d
		s.failed([2]string{r.exercise, c.Name}, d)
	}
	return d
}

// start has a run of a failed check recorded, unless it was tried before. Nil: nothing is to
// be done.
func (s *sketches) start(r *Run, what Stepping) Cmd {
	at := sketch{r.ID, r.exercise, what.Check}
	if s.tried[at] || s.now == at {
		return nil
	}
	s.stop()
	s.tried[at] = true
	ctx, cancel := context.WithTimeout(s.work.Jobs.ctx, budget)
	s.try++
	s.now, s.cancel = at, cancel
	w, try := s.work, s.try
	return w.Jobs.Cmd(func(context.Context) Msg {
		defer cancel()
		d, err := w.drawn(ctx, what)
		return SketchMsg{at, d, err, try}
	})
}

// stop ends what is recorded. It may be tried again.
func (s *sketches) stop() {
	if s.cancel != nil {
		s.cancel()
		delete(s.tried, s.now)
	}
	s.now, s.cancel = sketch{}, nil
}

// take takes a run that was recorded, and reports whether it is the one that is awaited.
func (s *sketches) take(msg SketchMsg) bool {
	if s.cancel == nil || msg.try != s.try {
		return false
	}
	s.now, s.cancel = sketch{}, nil
	if msg.err != nil || !msg.Drawing.Verdict().Failed() {
		return false // what it does otherwise is nothing of this verdict
	}
	s.put(msg.sketch, msg.Drawing)
	return true
}

// put keeps a run that was recorded.
func (s *sketches) put(at sketch, d Drawing) {
	s.tried[at], s.drawn[at] = true, d
	s.failed([2]string{at.exercise, at.check}, d)
}

// failed keeps how a check has failed.
func (s *sketches) failed(check [2]string, d Drawing) {
	s.before[check] = d
	delete(s.mended, check)
}

// forget drops what belongs to other runs than the last on an exercise.
func (s *sketches) forget(exercise string, run int) {
	for at := range s.drawn {
		if at.exercise == exercise && at.run != run {
			delete(s.drawn, at)
		}
	}
	for at := range s.tried {
		if at.exercise == exercise && at.run != run {
			delete(s.tried, at)
		}
	}
}

// keep keeps how the checks of a verdict have failed, so that it can be shown when they
// pass.
func (s *sketches) keep(r *Run) {
	s.forget(r.exercise, r.ID)
	for _, c := range r.failures() {
		if len(c.Events) > 0 {
			s.of(r, c)
		}
	}
	for _, c := range r.Checks {
		check := [2]string{r.exercise, c.Name}
		_, failed := s.before[check]
		if _, said := s.mended[check]; failed && !said && c.Verdict.Passed() {
			s.mended[check] = r.ID
		}
	}
}

// Sketch is how a failed check of the open exercise is drawn below its message, by the index
// of the fault; nil: it is not.
func (w *Work) Sketch(fault int) *picture.Picture {
	r, c, ok := w.failed(fault)
	if !ok {
		return nil
	}
	p := w.sketches.of(r, c).Picture
	if len(p.Lanes) == 0 {
		return nil
	}
	return p
}

// Sketched is the drawing of a failed check of the open exercise, if it was recorded behind the
// verdict.
func (w *Work) Sketched(check string) (Drawing, bool) {
	r := w.Run()
	if r == nil {
		return Drawing{}, false
	}
	d, ok := w.sketches.drawn[sketch{r.ID, r.exercise, check}]
	return d, ok && d.goroutines()
}

// failed is the check of a fault, if its run can be drawn.
func (w *Work) failed(fault int) (*Run, report.Check, bool) {
	r := w.Run()
	if r == nil || r.Result == nil || r.Err != nil || len(r.Result.Problems) > 0 {
		return nil, report.Check{}, false
	}
	faults := r.Faults()
	if fault < 0 || fault >= len(faults) || faults[fault].Check == "" {
		return nil, report.Check{}, false
	}
	for _, c := range r.Checks {
		if c.Name == faults[fault].Check {
			return r, c, true
		}
	}
	return nil, report.Check{}, false
}

// RecordSketch has the run of a failed check recorded, for [Work.Sketch], when the machine has
// nothing else to do. What was recorded before is not again.
func (w *Work) RecordSketch(fault int) Cmd {
	r, c, ok := w.failed(fault)
	switch {
	case !ok, w.Config.Stepper == nil, r.HandedIn, r.Active():
		return nil
	case w.Runs.busy() || w.Warming.Waiting():
		return nil
	case !w.steppable(c.Name):
		return nil
	}
	return w.sketches.start(r, w.Look(c))
}

// StopSketch ends what is recorded behind a verdict, for a run that the learner has asked for.
func (w *Work) StopSketch() {
	at := w.sketches.now
	if w.sketches.stop(); at != (sketch{}) {
		w.sketches.tried[at] = true
	}
}

// KeepSketch takes a run of a failed check that was recorded because the learner has asked for
// it.
func (w *Work) KeepSketch(check string, d Drawing) {
	r := w.Run()
	if r == nil || r.Active() || !d.goroutines() || !d.Verdict().Failed() {
		return
	}
	w.sketches.put(sketch{r.ID, r.exercise, check}, d)
}

// Before is how a check of the open exercise failed last, if it passes now and failed in this
// session.
func (w *Work) Before(check string) (Drawing, bool) {
	d, ok := w.sketches.before[[2]string{w.Current.ID, check}]
	if r := w.Run(); !ok || r == nil || r.Result == nil {
		return Drawing{}, false
	}
	for _, c := range w.Run().Checks {
		if c.Name == check {
			return d, c.Verdict.Passed()
		}
	}
	return Drawing{}, false
}

// Mended are the checks of the open exercise that pass in this verdict for the first time since
// they failed.
func (w *Work) Mended() []report.Check {
	r := w.Run()
	if r == nil || r.Result == nil {
		return nil
	}
	var all []report.Check
	for _, c := range r.Checks {
		if _, ok := w.Before(c.Name); ok && w.sketches.mended[[2]string{r.exercise, c.Name}] == r.ID {
			all = append(all, c)
		}
	}
	return all
}
