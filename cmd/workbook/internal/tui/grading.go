package tui

import (
	"context"
	"time"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A grading is one run of the grader as far as it has come. It is folded from
// the grader's events and holds no styles.
type grading struct {
	run     int                       // names the run; what carries another name is stale
	saved   time.Time                 // when the file it grades was saved
	hash    string                    // of the content it grades
	running map[report.StageName]bool // outside and inside run side by side

	stages      map[report.StageName]report.Stage
	checks      []report.Check // every declared check, in declared order
	result      *report.Exercise
	provisional bool  // passed, but for the race stage
	canceled    bool  // ended before a verdict
	err         error // the grader gave up without a verdict
	cancel      context.CancelFunc
}

func newGrading(run int, ex *course.Exercise, save save) *grading {
	g := &grading{
		run: run, saved: save.at, hash: save.hash, cancel: func() {},
		stages: make(map[report.StageName]report.Stage), running: make(map[report.StageName]bool),
	}
	for _, c := range ex.Checks {
		g.checks = append(g.checks, c.Blank())
	}
	return g
}

// active reports whether the run is still under way.
func (g *grading) active() bool {
	return g != nil && g.err == nil && !g.canceled && (g.result == nil || g.provisional)
}

// passed reports whether the verdict is a pass, the race stage included.
func (g *grading) passed() bool {
	return g != nil && g.result != nil && !g.provisional && g.result.Verdict.Passed()
}

// on folds one event in.
func (g *grading) on(e grader.Event) {
	switch e := e.(type) {
	case grader.StageStarted:
		g.running[e.Stage] = true
	case grader.CheckFinished:
		g.check(e.Check)
	case grader.StageFinished:
		delete(g.running, e.Stage.Name)
		g.stages[e.Stage.Name] = e.Stage
	case grader.Provisional:
		g.provisional = true
		g.settle(e.Exercise)
	case grader.Finished:
		g.provisional = false
		clear(g.running)
		g.settle(e.Exercise)
	}
}

func (g *grading) check(c report.Check) {
	for i := range g.checks {
		if g.checks[i].Name == c.Name {
			g.checks[i] = c
			return
		}
	}
	g.checks = append(g.checks, c)
}

func (g *grading) settle(ex report.Exercise) {
	g.result = &ex
	g.checks = ex.Checks
	for _, s := range ex.Stages {
		if s.Name == report.Race && g.provisional {
			continue // still to come
		}
		g.stages[s.Name] = s
	}
}

// finished counts the checks of a kind that have ended, and all of that kind.
func (g *grading) finished(kind report.StageName) (done, all int) {
	for _, c := range g.checks {
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

// failures are the checks that say something against the submission.
func (g *grading) failures() []report.Check {
	var out []report.Check
	for _, c := range g.checks {
		if c.Verdict != "" && c.Verdict.Failed() {
			out = append(out, c)
		}
	}
	return out
}

// place is where the learner should look first: the first position that the
// verdict names, or the exercise's own file at its top.
func (g *grading) place() (file string, line int) {
	if g == nil {
		return "", 0
	}
	for _, c := range g.failures() {
		if c.File != "" {
			return c.File, c.Line
		}
	}
	if g.result == nil {
		return "", 0
	}
	if len(g.result.Problems) > 0 {
		return g.result.Problems[0].File, g.result.Problems[0].Line
	}
	return g.result.File, g.result.Line
}
