package grader

import (
	"errors"
	"go/token"
	"sync"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/contract"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/names"
	"workbook/grader/internal/reference"
	"workbook/grader/internal/trial"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A work is one submission on its way to a verdict: what it is, and what the stages
// hand on to those that come later.
type work struct {
	shop    *workshop
	ex      *course.Exercise
	dir     string // of the submission
	req     Request
	known   map[string]uint64 // see [Submission.Known]
	names   names.Names
	display display
	builder builder
	ledger  *ledger

	src    *policy.Source   // as it was read, once; the folder may change meanwhile
	syntax []report.Problem // that keep policy from looking at it
	home   token.Position   // of its first exported function: where to look when nothing better is known
	// remembers reports whether the submission can remember something from one check to the
	// next when both run in one process; see [contract.Remembers].
	remembers func() bool

	compiled *build.Build       // without the race detector
	points   *pointed           // the same with points in it; nil where no schedules are asked for
	programs *programs          // of these two
	bench    *trial.Bench       // for whatever runs
	control  *reference.Control // of that

	ends []func()
}

func newWork(shop *workshop, ex *course.Exercise, dir string, req Request, on func(Event)) *work {
	if dir == "" {
		dir = shop.course.ExerciseDir(ex.ID)
	}
	w := &work{
		shop: shop, ex: ex, dir: dir, req: req,
		names:   names.Names{Module: shop.module.Path, Half: halfOf(shop.course, ex.ID), ID: ex.ID},
		display: displayOf(shop.course.Root, dir, ex.ID),
		builder: builder{shop: shop, ex: ex},
		ledger:  newLedger(ex, shop.jail.Isolation(), req.Seed, on),
	}
	w.remembers = sync.OnceValue(func() bool { return contract.Remembers(w.src.Files) })
	return w
}

// atEnd has f called when the grading is over, before those that were given before.
func (w *work) atEnd(f func()) { w.ends = append(w.ends, f) }

func (w *work) cleanUp() {
	for i := len(w.ends) - 1; i >= 0; i-- {
		w.ends[i]()
	}
}

// setUpBench makes what checks run on, once the source is known. Whoever has a reference to
// hold failures against adds it to control.
func (w *work) setUpBench() {
	w.bench = &trial.Bench{Jail: w.shop.jail, Limits: w.ex.Limits, Names: w.names, Source: w.src}
	w.control = &reference.Control{Run: w.bench.Run}
}

// plan says how often each check is to run.
func (w *work) plan() trial.Plan {
	return trial.Plan{Seed: w.req.Seed, Runs: w.req.Runs, Processors: w.req.Processors}
}

// errStop ends a grading early; the stage that failed has said why.
var errStop = errors.New("a stage failed")

// nothingToGrade ends the grading of what nobody has handed in.
func (w *work) nothingToGrade(why string) {
	for i, info := range report.Stages {
		s := report.Stage{Name: info.Name, Verdict: report.NotRun, Message: "There is nothing to grade."}
		if i == 0 {
			s.Message = why
		}
		w.ledger.finish(s)
	}
	w.ledger.withhold(why, why, nil)
}

// refuse ends a stage with problems in the submission.
func (w *work) refuse(name report.StageName, verdict report.Verdict, problems []report.Problem, output string) error {
	first := problems[0]
	w.ledger.problems(problems)
	w.ledger.finish(report.Stage{
		Name: name, Verdict: verdict, Message: first.Message, File: first.File, Line: first.Line, Output: output,
	})
	return errStop
}

// graderError ends a stage with a failure that is not the submission's.
func (w *work) graderError(name report.StageName, err error) error {
	w.ledger.finish(report.Stage{Name: name, Verdict: report.GraderError, Message: fault.Sentence("The grader failed", err)})
	return errStop
}

// named is a check with the submission's files under the names that the learner
// knows; until here they have their virtual ones, by which traces are understood.
func (w *work) named(c report.Check) report.Check {
	c.Message, c.File, c.Output = w.display.named(c.Message), w.display.named(c.File), w.display.named(c.Output)
	c = w.withLine(c)
	if c.File == "" && c.Verdict.Failed() && w.home.IsValid() {
		c.File, c.Line = w.src.Display(w.home.Filename), w.home.Line
	}
	return c
}
