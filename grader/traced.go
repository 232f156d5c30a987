package grader

import (
	"context"
	"errors"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/internal/tracing"
	"workbook/grader/internal/trial"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// Why a run was traced that would better have been recorded step by step.
const (
	tooMany = "There are more goroutines or steps than can be recorded one by one, so Go's tracer has watched another run."
	noTurns = "Goroutines cannot be made to take turns on this machine, so Go's tracer has watched another run."
)

// Fuller is a picture from a trace of the check that p shows in part: of a run of which not
// all was recorded, or that cannot be recorded since goroutines cannot take turns here. It is
// of one more run, with the same inputs and the same verdict; where there is none, it is p.
// The error is that ctx is over.
func (g *Grader) Fuller(ctx context.Context, sub Submission, p *picture.Picture) (*picture.Picture, error) {
	why := tooMany
	switch {
	case p.Source != picture.Moments:
	case p.Lacks == inTurns:
		why = luck
	default:
		why = noTurns
	}
	t, err := g.traced(ctx, sub, p.Check, p.Schedule)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil || t.Verdict != p.Verdict || len(t.Lanes) == 0 {
		return p, nil
	}
	t.Lacks = why
	return t, nil
}

// traced has an inside check traced, or the first that fails where none is named. Its inputs
// are those of the schedule of that number.
func (g *Grader) traced(ctx context.Context, sub Submission, check string, number uint64) (*picture.Picture, error) {
	var p *picture.Picture
	err := g.watched(ctx, sub, check, func(ctx context.Context, w *work, checks []course.Check) (err error) {
		p, err = traceFirst(ctx, w, checks, max(number, 1))
		return err
	})
	return p, err
}

// traceFirst traces checks until one fails, and gives that one's picture or else the first's.
func traceFirst(ctx context.Context, w *work, checks []course.Check, seed uint64) (*picture.Picture, error) {
	path, err := w.compiled.Inside(ctx)
	if failed := new(build.Failure); errors.As(err, &failed) {
		return nil, &NoStepsError{Reason: CannotRun, Detail: w.mismatch(failed).Message}
	}
	if err != nil {
		return nil, err
	}
	w.setUpBench()
	try := trial.Try{Seed: seed, Steady: w.compiled.Unsteady() == nil}
	var first *picture.Picture
	for _, c := range checks {
		p, err := traceOne(ctx, w, c, trial.Program{Path: path}, try)
		if err != nil && len(checks) == 1 || ctx.Err() != nil {
			return nil, err
		}
		if err == nil && p.Verdict.Failed() {
			return p, nil
		}
		if first == nil && err == nil {
			first = p
		}
	}
	if first == nil {
		return nil, &NoStepsError{Reason: NoTrace, Detail: tracing.ErrDied.Error()}
	}
	return first, nil
}

// traceOne traces a run of a check.
func traceOne(ctx context.Context, w *work, c course.Check, program trial.Program, try trial.Try) (*picture.Picture, error) {
	out, rec, err := w.bench.Trace(ctx, c, program, try)
	if err != nil {
		return nil, err
	}
	out = w.named(out)
	data, err := tracing.Data(rec.Stream)
	if err != nil {
		return nil, &NoStepsError{Reason: NoTrace, Check: c.Name, Detail: err.Error()}
	}
	flow, err := tracing.Read(data, w.bench.Names)
	if err != nil {
		return nil, &NoStepsError{Reason: NoTrace, Check: c.Name, Detail: err.Error()}
	}
	about := picture.Picture{Exercise: w.ex.ID, Check: c.Name, Title: c.Title, Verdict: out.Verdict, Message: report.Terminal(out.Message)}
	about.Files = w.sources()
	return picture.OfFlow(about, flow), nil
}
