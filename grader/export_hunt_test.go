package grader

import (
	"context"

	"workbook/grader/course"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A Hunted is a submission that was built with points.
type Hunted struct {
	w *work
	h *hunt
	r *recorder
}

// Hunt builds a submission with points, for what a test wants to do with it.
func (g *Grader) Hunt(ctx context.Context, sub Submission, do func(Hunted) error) error {
	ex, err := g.course.Exercise(sub.Exercise)
	if err != nil {
		return err
	}
	w := newWork(g.workshop, ex, sub.Dir, Request{}, func(Event) {})
	err = w.run(ctx, append(pipeline[:4:4], stage{run: func(ctx context.Context, w *work) error {
		w.setUpBench()
		w.control.Reference = w.builder.reference
		b, err := w.builder.compileWithPoints(ctx, files(w.src))
		if err != nil {
			return err
		}
		defer b.Remove()
		path, err := b.Inside(ctx)
		if err != nil {
			return err
		}
		h := hunted(w, path)
		return do(Hunted{w, h, &recorder{hunt: h, points: b.Points()}})
	}}))
	return err
}

// Checks are those that are run under schedules.
func (h Hunted) Checks() []course.Check { return insideChecks(h.w.here()) }

// Under runs a check under so many schedules, from the first.
func (h Hunted) Under(ctx context.Context, c course.Check, first, count uint64) report.Check {
	s := *h.h
	s.each = wire.Schedules{First: first, Count: count}
	return s.check(ctx, c)
}

// Sweep runs checks under so many schedules in few processes, and tells which have held.
func (h Hunted) Sweep(ctx context.Context, checks []course.Check, count uint64) map[string]report.Check {
	s := *h.h
	s.each = wire.Schedules{First: 1, Count: count}
	return s.sweep(ctx, checks)
}

// Once runs a check under one schedule.
func (h Hunted) Once(ctx context.Context, c course.Check, number uint64) report.Check {
	out, _ := h.h.run(ctx, c, h.h.program, wire.Schedules{First: number, Count: 1})
	return out
}

func hunted(w *work, path string) *hunt {
	h := newHunt(w, 1)
	h.program.Path = path
	return h
}

// Recorded is Once, with a record.
func (h Hunted) Recorded(ctx context.Context, c course.Check, number uint64) (*steps.Run, report.Check, error) {
	return h.r.record(ctx, c, number)
}

// Fails runs one of so many checks under schedules, and gives the number of the first
// under which it fails, also alone in a process; 0 when there is none. What it says is
// what the stage would say, if the reference holds.
func (h Hunted) Fails(ctx context.Context, c course.Check, s Schedules, checks int) (number uint64, unconfirmed string) {
	hunt := *h.h
	hunt.each = s.each(0, checks)
	out, unsure := hunt.run(ctx, c, hunt.program, hunt.each)
	if !out.Verdict.Failed() || unsure {
		return 0, ""
	}
	failed, ok := hunt.again(ctx, c, within(hunt.each, out.Schedule))
	if !ok {
		return 0, out.Message
	}
	return failed.Schedule, ""
}
