package grader

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"workbook/grader/course"
	"workbook/grader/internal/fault"
	"workbook/grader/internal/trial"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// A hunt looks for a schedule under which a check that has passed fails. It only ever
// takes a pass away, and only by a schedule that was run a second time, alone in its
// process, with the same outcome, and under which the reference passes.
type hunt struct {
	w       *work
	program trial.Program
	each    wire.Schedules // what one check runs under
}

// schedules runs checks that have passed under other schedules, and reports whether that
// took a pass away.
func schedules(ctx context.Context, w *work, checks []course.Check) (failed bool) {
	if why := noSchedules(w); why != "" {
		w.ledger.finish(report.Stage{Name: report.Schedules, Verdict: report.NotRun, Message: why})
		return false
	}
	defer w.ledger.begin(report.Schedules)()
	h := &hunt{w: w, each: w.req.Schedules.each(w.req.Seed, len(checks))}
	b, err := w.builder.compileWithPoints(ctx, files(w.src))
	if err == nil {
		defer b.Remove()
		h.program.Path, err = b.Inside(ctx)
	}
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		w.ledger.finish(report.Stage{Name: report.Schedules, Verdict: report.NotRun,
			Message: fault.Sentence(notTried, err)})
		return false
	}
	return h.run(ctx, checks)
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

// each is what one of so many checks runs under. Several of them run at a time.
func (s Schedules) each(seed uint64, checks int) wire.Schedules {
	out := wire.Schedules{First: s.First, Count: s.Count}
	if s.First == 0 {
		out.First = 1 + seed%1_000_000 // short enough to be typed
	}
	if s.For > 0 {
		out.For = max(time.Millisecond, s.For*time.Duration(max(2, runtime.GOMAXPROCS(0)))/time.Duration(checks))
	}
	return out
}

// run hunts in all checks at once, until one has failed.
func (h *hunt) run(ctx context.Context, checks []course.Check) (failed bool) {
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var mu sync.Mutex
	stage := report.Stage{Name: report.Schedules, Verdict: report.Pass}
	_ = h.w.schedule(checks).Run(ctx, func(ctx context.Context, c course.Check) report.Check {
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
	h.w.ledger.finish(stage)
	return failed
}

// check runs one check under schedules.
func (h *hunt) check(ctx context.Context, c course.Check) report.Check {
	passed := c.Blank()
	passed.Verdict, passed.Points = report.Pass, c.Points
	out, unsure := h.try(ctx, c, h.program, h.each)
	if !out.Verdict.Failed() || unsure || ctx.Err() != nil {
		return passed
	}
	number, first, ok := h.again(ctx, c, out.Schedule)
	if !ok || ctx.Err() != nil {
		return passed
	}
	path, err := h.w.builder.referenceWithPoints(ctx)
	if err != nil {
		return passed
	}
	own := h.each
	own.Count = min(own.Count, max(number-own.First+1, trust))
	for _, s := range []wire.Schedules{{First: number, Count: 1}, own} {
		held, unsure := h.try(ctx, c, trial.Program{Path: path}, s)
		if unsure || ctx.Err() != nil {
			return passed
		}
		if !held.Verdict.Passed() {
			held.Verdict, held.File, held.Line = report.GraderError, "", 0
			held.Message = fmt.Sprintf("Under schedule %d this check cannot tell: the reference solution fails it as well. Tell whoever gave you the course. %s", held.Schedule, held.Message)
			return held
		}
	}
	first.Schedule = number
	first.Message = lucky(first.Message, number, number-h.each.First)
	return first
}

// trust is under how many schedules a reference passes at least before a failure counts; and
// under no fewer than it took to find that. All that were asked for may be more than one
// process has time for.
const trust = 32

// lucky is the message of a check that failed under a schedule and held under so many
// others before.
func lucky(message string, number, held uint64) string {
	times := "once"
	if held > 0 { // and in the run by which it passed
		times = fmt.Sprintf("%d times", held+1)
	}
	return fmt.Sprintf("%s (It passed %s before, by luck. Under schedule %d goroutines take turns in another way that they may take, and it fails each time.)", message, times, number)
}

// again finds the schedule that a check fails under, each alone in a process. What does
// not come again is no failure.
func (h *hunt) again(ctx context.Context, c course.Check, said uint64) (number uint64, out report.Check, ok bool) {
	from, count := said, uint64(1)
	if said == 0 { // the process did not live to say it
		from, count = h.each.First, h.each.Count
	}
	for number = from; number < from+count; number++ {
		out, unsure := h.try(ctx, c, h.program, wire.Schedules{First: number, Count: 1})
		if out.Verdict.Failed() && !unsure {
			return number, out, true
		}
	}
	return 0, report.Check{}, false
}

func (h *hunt) try(ctx context.Context, c course.Check, p trial.Program, s wire.Schedules) (report.Check, bool) {
	return h.w.control.Run(ctx, c, p, trial.Try{Seed: s.First, Steady: true, Again: true, Schedules: s})
}
