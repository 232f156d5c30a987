package grader

import (
	"context"

	"workbook/grader/internal/reference"
	"workbook/grader/internal/trial"
	"workbook/grader/internal/wire"
	"workbook/grader/report"
)

// Hunt runs the inside checks of a submission under schedules, and nothing else. It gives
// how each ended.
func (g *Grader) Hunt(ctx context.Context, sub Submission, first, count uint64) (report.Exercise, error) {
	ex, err := g.course.Exercise(sub.Exercise)
	if err != nil {
		return report.Exercise{}, err
	}
	w := newWork(g.workshop, ex, sub.Dir, Request{Seed: first}, func(Event) {})
	defer w.cleanUp()
	err = w.run(ctx, append(pipeline[:4:4], stage{run: func(ctx context.Context, w *work) error {
		bench := &trial.Bench{Jail: w.shop.jail, Limits: w.ex.Limits, Names: w.names, Source: w.src}
		w.control = &reference.Control{Run: bench.Run, Reference: w.builder.reference}
		b, err := w.builder.instrumented(ctx, files(w.src))
		if err != nil {
			return err
		}
		defer b.Remove()
		path, err := b.Inside(ctx)
		if err != nil {
			return err
		}
		h := &hunt{w: w, first: first, program: trial.Program{Path: path}, each: wire.Schedules{First: first, Count: count}}
		return w.schedule(insideChecks(w.here())).Run(ctx, h.check, w.ledger.record)
	}}))
	if err != nil && err != errStop {
		return report.Exercise{}, err
	}
	return w.ledger.conclude(), nil
}
