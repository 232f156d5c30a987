package grader

import (
	"context"

	"workbook/grader/course"
	"workbook/grader/internal/reference"
	"workbook/grader/internal/trial"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// A Hunted is a submission that was built with points.
type Hunted struct {
	w *work
	h *hunt
}

// Hunt builds a submission with points, for what a test wants to do with it.
func (g *Grader) Hunt(ctx context.Context, sub Submission, do func(Hunted) error) error {
	ex, err := g.course.Exercise(sub.Exercise)
	if err != nil {
		return err
	}
	w := newWork(g.workshop, ex, sub.Dir, Request{}, func(Event) {})
	err = w.run(ctx, append(pipeline[:4:4], stage{run: func(ctx context.Context, w *work) error {
		bench := &trial.Bench{Jail: w.shop.jail, Limits: w.ex.Limits, Names: w.names, Source: w.src}
		w.control = &reference.Control{Run: bench.Run, Reference: w.builder.reference}
		b, err := w.builder.compileWithPoints(ctx, files(w.src))
		if err != nil {
			return err
		}
		defer b.Remove()
		path, err := b.Inside(ctx)
		if err != nil {
			return err
		}
		return do(Hunted{w, &hunt{w: w, program: trial.Program{Path: path}}})
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

// Once runs a check under one schedule.
func (h Hunted) Once(ctx context.Context, c course.Check, number uint64) report.Check {
	out, _ := h.h.try(ctx, c, h.h.program, wire.Schedules{First: number, Count: 1})
	return out
}

// Fails runs one of so many checks under schedules, and gives the number of the first
// under which it fails, also alone in a process; 0 when there is none. What it says is
// what the stage would say, if the reference holds.
func (h Hunted) Fails(ctx context.Context, c course.Check, s Schedules, checks int) (number uint64, unconfirmed string) {
	hunt := *h.h
	hunt.each = s.each(0, checks)
	out, unsure := hunt.try(ctx, c, hunt.program, hunt.each)
	if !out.Verdict.Failed() || unsure {
		return 0, ""
	}
	number, _, ok := hunt.again(ctx, c, out.Schedule)
	if !ok {
		return 0, out.Message
	}
	return number, ""
}
