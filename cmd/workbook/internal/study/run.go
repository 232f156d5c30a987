package study

import (
	"context"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A Run is one run of the grader as far as it has come. It is folded from the
// grader's events and holds no styles.
type Run struct {
	ID       int                       // what carries another id is stale
	exercise string                    // id
	begun    bool                      // when the program began, and not by the learner
	Saved    time.Time                 // when what it grades was saved
	Hash     string                    // of the content that it grades
	asked    time.Time                 // when the learner asked for it; zero: a save did
	Running  map[report.StageName]bool // outside and inside run side by side

	HandedIn bool // it is graded by the service of the class
	Waits    bool // there, for its turn
	Ahead    int  // gradings before it, while it waits

	Again bool // the program was opened with what it had graded last: no try, unless it ends otherwise

	Stages      map[report.StageName]report.Stage
	Checks      []report.Check // every declared check, in declared order
	Result      *report.Exercise
	Provisional bool  // passed, but for the race stage
	Canceled    bool  // ended before a verdict
	Err         error // the grader gave up without a verdict
	Cancel      context.CancelFunc
}

// NewRun is a run that has told nothing.
func NewRun(id int, ex *course.Exercise, save Save) *Run {
	r := &Run{
		ID: id, exercise: ex.ID, Saved: save.At, Hash: save.Hash, asked: save.asked, Cancel: func() {},
		Stages: make(map[report.StageName]report.Stage), Running: make(map[report.StageName]bool),
	}
	for _, c := range ex.Checks {
		r.Checks = append(r.Checks, c.Blank())
	}
	return r
}

// Active reports whether the run is still under way.
func (r *Run) Active() bool {
	return r != nil && r.Err == nil && !r.Canceled && (r.Result == nil || r.Provisional)
}

// Passed reports whether the verdict is a pass, the race stage included.
func (r *Run) Passed() bool {
	return r != nil && r.Result != nil && !r.Provisional && r.Result.Verdict.Passed()
}

// On folds one event in.
func (r *Run) On(e grader.Event) {
	switch e := e.(type) {
	case grader.Queued:
		r.Waits, r.Ahead = true, e.Ahead
	case grader.StageStarted:
		r.Waits = false
		r.Running[e.Stage] = true
	case grader.CheckFinished:
		r.check(e.Check)
	case grader.StageFinished:
		delete(r.Running, e.Stage.Name)
		r.Stages[e.Stage.Name] = e.Stage
	case grader.Provisional:
		r.Provisional = true
		r.settle(e.Exercise)
	case grader.Finished:
		r.Provisional, r.Waits = false, false
		clear(r.Running)
		r.settle(e.Exercise)
	}
}

func (r *Run) check(c report.Check) {
	for i := range r.Checks {
		if r.Checks[i].Name == c.Name {
			r.Checks[i] = c
			return
		}
	}
	r.Checks = append(r.Checks, c)
}

func (r *Run) settle(ex report.Exercise) {
	r.Result = &ex
	r.Checks = ex.Checks
	for _, s := range ex.Stages {
		if s.Name == report.Race && r.Provisional {
			continue // still to come
		}
		r.Stages[s.Name] = s
	}
}

// Finished counts the checks of a kind that have ended, and all of that kind.
func (r *Run) Finished(kind report.StageName) (done, all int) {
	for _, c := range r.Checks {
		if c.Kind != kind {
			continue
		}
		all++
		if c.Verdict != "" {
			done++
		}
	}
	return done, all
}

// Share is how much of the run is done, in percent of its checks.
func (r *Run) Share() int {
	done := 0
	for _, c := range r.Checks {
		if c.Verdict != "" {
			done++
		}
	}
	if len(r.Checks) == 0 {
		return 0
	}
	return done * 100 / len(r.Checks)
}

// failures are the checks that say something against the submission.
func (r *Run) failures() []report.Check {
	var out []report.Check
	for _, c := range r.Checks {
		if c.Verdict != "" && c.Verdict.Failed() {
			out = append(out, c)
		}
	}
	return out
}

// Points says how many points of how many.
func Points(got, most int) string {
	return tr.N(most, "%d of %d point", "%d of %d points", got, most)
}

// VisiblePassed reports whether checks were left out because they are not here, and the
// others passed.
func (r *Run) VisiblePassed() bool {
	if r == nil || r.Result == nil {
		return false
	}
	passed, withheld := false, false
	for _, c := range r.Result.Checks {
		switch {
		case c.Withheld:
			withheld = true
		case !c.Verdict.Passed():
			return false
		default:
			passed = true
		}
	}
	return passed && withheld
}
