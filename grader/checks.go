package grader

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/schedule"
	"workbook/grader/internal/trial"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// needHiddenTests ends the grading in a student release, which can say that code compiles
// and no more, unless the exercise has visible checks.
func needHiddenTests(_ context.Context, w *work) error {
	if w.visibleOnly() && len(w.here()) > 0 {
		w.withholdHidden()
		return nil
	}
	if w.shop.course.HasSolutions() {
		return nil
	}
	const why = "This copy of the course has no hidden tests: hand in your work to have it graded."
	for _, name := range report.StagesThat(func(s report.StageInfo) bool { return !s.Problems }) {
		w.ledger.finish(report.Stage{Name: name, Verdict: report.NotRun, Message: why})
	}
	w.ledger.withhold(why, why, nil)
	return errStop
}

// runChecks runs the outside and the inside checks side by side. It ends the grading
// when a required check was not seen to pass.
func runChecks(ctx context.Context, w *work) error {
	if err := steadyEnough(w); err != nil {
		return err
	}
	checks := w.wanted()
	left := w.beginKinds(checks)
	w.programs = newPrograms(ctx, w.builder, w.compiled, false, checks)
	if w.points != nil {
		w.programs.inside = w.points.instead(w.programs.inside)
	}
	w.atEnd(w.programs.startLinking())
	w.setUpBench()
	if w.shop.course.HasSolutions() {
		w.control.Reference = w.builder.reference
	}
	tries := map[report.StageName][]trial.Try{report.Outside: w.plan().Outside(), report.Inside: w.plan().Inside()}

	running, enough := context.WithCancel(ctx)
	defer enough()
	rest := w.restOf(running, checks, tries[report.Inside])
	var mu sync.Mutex
	err := w.schedule(checks).Run(running, func(ctx context.Context, c course.Check) report.Check {
		return w.named(rest.outcome(c, func() report.Check { return w.programs.check(ctx, w.control, c, tries[c.Kind]) }))
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		w.ledger.record(c)
		if left[c.Kind]--; left[c.Kind] == 0 {
			w.ledger.finish(w.checksStage(c.Kind))
		}
		if w.req.FailFast && c.Required && c.Verdict.Failed() {
			enough()
		}
	})
	if err != nil && (ctx.Err() != nil || running.Err() == nil) {
		return err
	}
	if !w.enough() {
		return errStop
	}
	return nil
}

// beginKinds begins the stages that have checks to run, ends those that have none, and
// counts the checks of each.
func (w *work) beginKinds(checks []course.Check) map[report.StageName]int {
	left := map[report.StageName]int{}
	for _, c := range checks {
		left[c.Kind]++
	}
	for _, kind := range report.StagesThat(func(s report.StageInfo) bool { return s.Checks }) {
		if left[kind] > 0 {
			w.ledger.begin(kind)
		} else {
			w.ledger.finish(report.Stage{Name: kind, Verdict: report.NotRun, Message: w.noneOf(kind)})
		}
	}
	return left
}

// noneOf says why no checks of a kind are run.
func (w *work) noneOf(kind report.StageName) string {
	if w.visibleOnly() && slices.ContainsFunc(w.ex.Checks, func(c course.Check) bool { return c.Kind == kind }) {
		return fmt.Sprintf("The %s checks are hidden.", kind)
	}
	return fmt.Sprintf("This exercise has no %s checks.", kind)
}

func (w *work) schedule(checks []course.Check) schedule.Schedule {
	return schedule.Schedule{Checks: checks, Seed: w.req.Seed}
}

// checksStage is how the checks of a kind ended.
func (w *work) checksStage(kind report.StageName) report.Stage {
	var failed *build.Failure
	if _, err := w.programs.of(kind); errors.As(err, &failed) {
		p := w.mismatch(failed)
		return report.Stage{Name: kind, Verdict: report.CompileError, Message: p.Message, File: p.File, Line: p.Line, Output: w.display.named(failed.Output)}
	}
	return sumUp(kind, w.ledger.declared())
}

// wanted are the checks that are asked for and can be run here.
func (w *work) wanted() []course.Check {
	named := wanted(w.ex, w.req.Checks, !w.req.without)
	here := w.here()
	return slices.DeleteFunc(slices.Clone(named), func(c course.Check) bool {
		return !slices.ContainsFunc(here, func(h course.Check) bool { return h.Name == c.Name })
	})
}

// wanted are the checks of those names, with those that they need if that is asked for; all
// when none is named.
func wanted(ex *course.Exercise, names []string, needs bool) []course.Check {
	if len(names) == 0 {
		return ex.Checks
	}
	want := map[string]bool{}
	var add func(names []string)
	add = func(names []string) {
		for _, name := range names {
			if c, ok := ex.Check(name); ok && !want[name] {
				want[name] = true
				if needs {
					add(c.Needs)
				}
			}
		}
	}
	add(names)
	return slices.DeleteFunc(slices.Clone(ex.Checks), func(c course.Check) bool { return !want[c.Name] })
}

// steadyEnough is an error where a steady run does not keep what it promises, and the
// submission is one that nobody vouches for.
func steadyEnough(w *work) error {
	if err := w.compiled.Unsteady(); err != nil && w.shop.least >= jail.L2 {
		return fmt.Errorf("inside checks need a process in which nobody is interrupted, and there is none: %w", err)
	}
	return nil
}
