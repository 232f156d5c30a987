package grader

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"workbook/grader/course"
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
	longest time.Duration  // of one process, so that the limit of the exercise does not end it
}

// perProcess is under how many schedules one process runs at most. Nothing that they
// throw away is collected, see [build.Steady].
const perProcess = 250

func newHunt(w *work, checks int) *hunt {
	return &hunt{w: w, each: w.req.Schedules.each(w.req.Seed, checks), longest: time.Duration(w.ex.Limits.WallSeconds) * time.Second / 3}
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

// sweep runs checks in few processes, and gives those that have held. What has not is run
// again by itself.
func (h *hunt) sweep(ctx context.Context, checks []course.Check) map[string]report.Check {
	checks = slices.DeleteFunc(slices.Clone(checks), func(c course.Check) bool { return h.known(c) > 0 })
	if len(checks) == 0 {
		return nil
	}
	processes := min(runtime.GOMAXPROCS(0), len(checks))
	of := h.each.For * time.Duration(len(checks)/processes+1)
	if h.each.Count > perProcess && h.each.For == 0 || of > h.longest {
		return nil
	}
	return sweep(ctx, h.w.bench, processes, checks, h.program, underSchedules(h.each))
}

// known is the number of a schedule that a check has failed under before, or 0.
func (h *hunt) known(c course.Check) uint64 { return h.w.known[c.Name] }

// check runs one check under schedules, and first under one that is known.
func (h *hunt) check(ctx context.Context, c course.Check) report.Check {
	passed := c.Blank()
	passed.Verdict, passed.Points = report.Pass, c.Points
	var failed report.Check
	found := false
	if number := h.known(c); number > 0 {
		failed, found = h.again(ctx, c, wire.Schedules{First: number, Count: 1})
	}
	held := uint64(0)
	if !found {
		out, from := h.under(ctx, c, h.program)
		if out.Verdict.Passed() {
			return passed
		}
		if failed, found = h.again(ctx, c, from); !found {
			return passed
		}
		held = failed.Schedule - h.each.First
	}
	if ctx.Err() != nil {
		return passed
	}
	if wrong, ok := h.reference(ctx, c, failed.Schedule, held); !ok {
		return passed
	} else if wrong.Verdict == report.GraderError {
		return wrong
	}
	failed.Message = lucky(failed.Message, failed.Schedule, held)
	return failed
}

// trust is under how many schedules the reference holds at least before a failure counts.
const trust = 32

// reference runs a check with the reference solution, under the schedule of that number
// and under as many of its own as the submission has held under. It must hold, or nothing
// can be said: then the check is a failure of the grader's. ok is false where the
// reference could not be run.
func (h *hunt) reference(ctx context.Context, c course.Check, number, as uint64) (out report.Check, ok bool) {
	path, err := h.w.builder.referenceWithPoints(ctx)
	if err != nil {
		return out, false
	}
	program := trial.Program{Path: path}
	out, unsure := h.run(ctx, c, program, wire.Schedules{First: number, Count: 1})
	if out.Verdict.Passed() {
		own := *h
		own.each.Count = min(own.each.Count, max(as+1, trust))
		out, _ = own.under(ctx, c, program)
	}
	switch {
	case unsure || ctx.Err() != nil:
		return out, false
	case out.Verdict.Passed():
		return out, true
	}
	out.Verdict, out.File, out.Line = report.GraderError, "", 0
	out.Message = fmt.Sprintf("Under schedule %d this check cannot tell: the reference solution fails it as well. Tell whoever gave you the course. %s", out.Schedule, out.Message)
	return out, true
}

// under runs a check under all schedules, in as many processes as that takes. What has
// failed, for a reason that is the code's, did so under one of those from.
func (h *hunt) under(ctx context.Context, c course.Check, p trial.Program) (out report.Check, from wire.Schedules) {
	began := time.Now()
	all := h.each
	for all.Count > 0 {
		from = wire.Schedules{First: all.First, Count: min(all.Count, perProcess), For: h.longest}
		if all.For > 0 {
			if from.For = min(from.For, all.For-time.Since(began)); from.For <= 0 {
				break
			}
		}
		var unsure bool
		if out, unsure = h.run(ctx, c, p, from); unsure || ctx.Err() != nil {
			out.Verdict = report.Pass // for nobody knows
		}
		if !out.Verdict.Passed() {
			return out, within(from, out.Schedule)
		}
		done := max(out.Schedule, from.First) - from.First + 1
		all.First, all.Count = all.First+done, all.Count-min(done, all.Count)
	}
	out.Verdict = report.Pass
	return out, from
}

// within is the one schedule that a process has named, or all of its: it did not live to
// name one.
func within(all wire.Schedules, named uint64) wire.Schedules {
	if named == 0 {
		return all
	}
	return wire.Schedules{First: named, Count: 1}
}

// again finds the schedule that a check fails under, each alone in a process. What does
// not come again is no failure.
func (h *hunt) again(ctx context.Context, c course.Check, s wire.Schedules) (failed report.Check, found bool) {
	for number := s.First; number < s.First+s.Count && ctx.Err() == nil; number++ {
		out, unsure := h.run(ctx, c, h.program, wire.Schedules{First: number, Count: 1})
		if out.Verdict.Failed() && !unsure {
			out.Schedule = number
			return out, true
		}
	}
	return report.Check{}, false
}

func (h *hunt) run(ctx context.Context, c course.Check, p trial.Program, s wire.Schedules) (out report.Check, unsure bool) {
	return h.w.control.Run(ctx, c, p, underSchedules(s))
}

// underSchedules is a run of a check under schedules. One of them alone is the same run
// again.
func underSchedules(s wire.Schedules) trial.Try {
	return trial.Try{Seed: s.First, Steady: true, Again: true, Schedules: s}
}

// lucky is the message of a check that failed under a schedule and held under so many
// others before.
func lucky(message string, number, held uint64) string {
	times := "once"
	if held > 0 { // and in the run by which it passed
		times = fmt.Sprintf("%d times", held+1)
	}
	return fmt.Sprintf("%s (It passed %s before, by luck. Under schedule %d goroutines take turns in another way that they may take, and it fails each time.)", message, times, number)
}
