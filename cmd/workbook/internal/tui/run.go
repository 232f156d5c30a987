package tui

import (
	"context"
	"fmt"
	"time"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A run is one run of the grader as far as it has come. It is folded from the
// grader's events and holds no styles.
type run struct {
	id       int                       // what carries another id is stale
	exercise string                    // id
	begun    bool                      // when the program began, and not by the learner
	saved    time.Time                 // when what it grades was saved
	hash     string                    // of the content that it grades
	running  map[report.StageName]bool // outside and inside run side by side

	again bool // the program was opened with what it had graded last: no try, unless it ends otherwise

	stages      map[report.StageName]report.Stage
	checks      []report.Check // every declared check, in declared order
	result      *report.Exercise
	provisional bool  // passed, but for the race stage
	canceled    bool  // ended before a verdict
	err         error // the grader gave up without a verdict
	cancel      context.CancelFunc
}

func newRun(id int, ex *course.Exercise, save save) *run {
	r := &run{
		id: id, exercise: ex.ID, saved: save.at, hash: save.hash, cancel: func() {},
		stages: make(map[report.StageName]report.Stage), running: make(map[report.StageName]bool),
	}
	for _, c := range ex.Checks {
		r.checks = append(r.checks, c.Blank())
	}
	return r
}

// active reports whether the run is still under way.
func (r *run) active() bool {
	return r != nil && r.err == nil && !r.canceled && (r.result == nil || r.provisional)
}

// passed reports whether the verdict is a pass, the race stage included.
func (r *run) passed() bool {
	return r != nil && r.result != nil && !r.provisional && r.result.Verdict.Passed()
}

// on folds one event in.
func (r *run) on(e grader.Event) {
	switch e := e.(type) {
	case grader.StageStarted:
		r.running[e.Stage] = true
	case grader.CheckFinished:
		r.check(e.Check)
	case grader.StageFinished:
		delete(r.running, e.Stage.Name)
		r.stages[e.Stage.Name] = e.Stage
	case grader.Provisional:
		r.provisional = true
		r.settle(e.Exercise)
	case grader.Finished:
		r.provisional = false
		clear(r.running)
		r.settle(e.Exercise)
	}
}

func (r *run) check(c report.Check) {
	for i := range r.checks {
		if r.checks[i].Name == c.Name {
			r.checks[i] = c
			return
		}
	}
	r.checks = append(r.checks, c)
}

func (r *run) settle(ex report.Exercise) {
	r.result = &ex
	r.checks = ex.Checks
	for _, s := range ex.Stages {
		if s.Name == report.Race && r.provisional {
			continue // still to come
		}
		r.stages[s.Name] = s
	}
}

// finished counts the checks of a kind that have ended, and all of that kind.
func (r *run) finished(kind report.StageName) (done, all int) {
	for _, c := range r.checks {
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

// share is how much of the run is done, in percent of its checks.
func (r *run) share() int {
	done := 0
	for _, c := range r.checks {
		if c.Verdict != "" {
			done++
		}
	}
	if len(r.checks) == 0 {
		return 0
	}
	return done * 100 / len(r.checks)
}

// failures are the checks that say something against the submission.
func (r *run) failures() []report.Check {
	var out []report.Check
	for _, c := range r.checks {
		if c.Verdict != "" && c.Verdict.Failed() {
			out = append(out, c)
		}
	}
	return out
}

func points(got, most int) string {
	if most == 1 {
		return fmt.Sprintf("%d of 1 point", got)
	}
	return fmt.Sprintf("%d of %d points", got, most)
}
