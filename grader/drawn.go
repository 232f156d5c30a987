package grader

import (
	"context"
	"errors"

	"workbook/grader/picture"
	"workbook/grader/steps"
)

// A Stepper records and traces runs; [Grader] is one.
type Stepper interface {
	// Steps is as of a [Grader].
	Steps(ctx context.Context, sub Submission, check string, schedule uint64) (*steps.Run, error)
	// Fuller draws a run that p shows in part from a trace; it is p where that cannot be.
	Fuller(ctx context.Context, sub Submission, p *picture.Picture) (*picture.Picture, error)
}

// Why there is no record of the run that a verdict is about.
const (
	inTurns = "It passes when goroutines take turns: this is what the check saw."
	luck    = "It passes when goroutines take turns, so Go's tracer has watched another run."
)

// Draw draws a run of a check from what shows most of it: the record of its steps; where a
// record does not show the run whole, or cannot be made, or passes though the check has
// failed, a trace; and else what the check saw. The run is the record that the picture is
// made from, or nil.
//
// Seen is a picture of what the verdict's run of the check was seen to do, or nil where there
// is none.
func Draw(ctx context.Context, s Stepper, sub Submission, check string, schedule uint64, seen func() (*picture.Picture, error)) (*picture.Picture, *steps.Run, error) {
	run, err := s.Steps(ctx, sub, check, schedule)
	no := (*NoStepsError)(nil)
	switch {
	case err == nil:
		if schedule != 0 { // that run is meant, however it ends
			seen = func() (*picture.Picture, error) { return nil, nil }
		}
		return drawRecord(ctx, s, sub, run, seen)
	case ctx.Err() != nil, !errors.As(err, &no), no.Reason != OutsideCheck && no.Reason != Unsteady:
		return nil, nil, err
	}
	p, failed := seen()
	if p == nil || failed != nil {
		return nil, nil, errors.Join(failed, err)
	}
	if p.Lacks = lacks(no); no.Reason != OutsideCheck {
		p, failed = s.Fuller(ctx, sub, p)
	}
	return p, nil, failed
}

// drawRecord draws a run that was recorded, or what shows more.
func drawRecord(ctx context.Context, s Stepper, sub Submission, run *steps.Run, seen func() (*picture.Picture, error)) (*picture.Picture, *steps.Run, error) {
	p := picture.OfRun(run)
	if p.Verdict.Passed() {
		saw, err := seen()
		if err != nil {
			return nil, nil, err
		}
		if saw != nil && saw.Verdict.Failed() {
			if saw.Lacks == "" {
				saw.Lacks = inTurns
			}
			saw, err = s.Fuller(ctx, sub, saw)
			return saw, nil, err
		}
	}
	if p.Left == 0 {
		return p, run, nil
	}
	full, err := s.Fuller(ctx, sub, p)
	if full != p {
		run = nil
	}
	return full, run, err
}

// lacks says what a picture of moments does not show, and why.
func lacks(no *NoStepsError) string {
	if no.Reason == OutsideCheck {
		return "Goroutines are not shown: this check sees the program from outside, in a process of its own."
	}
	return "Goroutines are not shown: they cannot be made to take turns on this machine."
}
