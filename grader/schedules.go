package grader

import (
	"context"
	"slices"
	"sync"

	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/report"
)

// schedules runs checks that have passed under other schedules, and reports whether that
// took a pass away.
func schedules(ctx context.Context, w *work, checks []course.Check) (failed bool) {
	if why := noSchedules(w); why != "" {
		w.ledger.finish(report.Stage{Name: report.Schedules, Verdict: report.NotRun, Message: why})
		return false
	}
	defer w.ledger.begin(report.Schedules)()
	h := newHunt(w, len(checks))
	var err error
	if h.program.Path, err = w.points.link(); ctx.Err() != nil {
		return false
	}
	if err != nil {
		w.ledger.finish(report.Stage{Name: report.Schedules, Verdict: report.NotRun,
			Message: fault.Sentence(notTried, err)})
		return false
	}
	return h.all(ctx, checks)
}

const notTried = "Other schedules were not tried"

// noSchedules says why the stage is left out.
func noSchedules(w *work) string {
	unsteady := w.compiled.Unsteady()
	switch {
	case w.req.Schedules.Count == 0:
		return "Other schedules were not asked for."
	case !w.shop.course.HasSolutions():
		return notTried + ": there is no reference solution here to compare with."
	case unsteady != nil:
		return fault.Sentence(notTried, unsteady)
	}
	return ""
}

// all hunts in all checks, until one has failed.
func (h *hunt) all(ctx context.Context, checks []course.Check) (failed bool) {
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	stage := report.Stage{Name: report.Schedules, Verdict: report.Pass}
	held := h.sweep(ctx, checks)
	checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return held[c.Name].Name != "" })
	err := h.w.schedule(checks).Run(ctx, func(ctx context.Context, c course.Check) report.Check {
		return h.w.named(h.check(ctx, c))
	}, func(c report.Check) {
		mu.Lock()
		defer mu.Unlock()
		if !c.Verdict.Bad() || !c.Required || stage.Verdict.Bad() {
			return
		}
		stage.Verdict, stage.Message, stage.File, stage.Line, stage.Output = c.Verdict, c.Message, c.File, c.Line, c.Output
		if c.Verdict.Failed() {
			h.w.ledger.record(c)
			failed = true
			enough()
		}
	})
	if err != nil && stage.Verdict == report.Pass { // something else has failed meanwhile
		stage.Verdict, stage.Message = report.NotRun, "Ended before it was through: another stage has failed, and one failure is enough."
	}
	h.w.ledger.finish(stage)
	return failed
}
