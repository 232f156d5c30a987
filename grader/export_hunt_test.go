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
// under which it fails; 0 when there is none.
func (h Hunted) Fails(ctx context.Context, c course.Check, s Schedules, checks int) uint64 {
	each := s.each(0, checks)
	out, unsure := h.h.try(ctx, c, h.h.program, each)
	if !out.Verdict.Failed() || unsure {
		return 0
	}
	if out.Schedule > 0 || each.Count == 1 {
		return max(out.Schedule, each.First)
	}
	for one := each; one.First < each.First+each.Count; one.First++ { // the process did not live to say it
		one.Count = 1
		if out, unsure := h.h.try(ctx, c, h.h.program, one); out.Verdict.Failed() && !unsure {
			return one.First
		}
	}
	return 0
}
