package grader

import (
	"context"
	"errors"

	"workbook/grader/picture"
	"workbook/grader/report"
)

// Picture runs one check on a submission and draws the run. It is not for a verdict.
//
// Source says what from; empty is the best there is. That is a record of the run's steps, for
// which check and schedule are as for [Grader.Steps]; of a run with more goroutines or steps
// than a record holds, or on a system on which goroutines cannot take turns, a trace; and
// else, as for an outside check, what the check marked. A trace is of one more run, with the
// same inputs, and stands for another picture only where it has the same verdict.
// [picture.Picture].Lacks says why there is no better source. A [*NoStepsError] says why
// nothing can be run.
func (g *Grader) Picture(ctx context.Context, sub Submission, check string, schedule uint64, source picture.Source) (*picture.Picture, error) {
	switch source {
	case picture.Moments:
		return g.moments(ctx, sub, check, "")
	case picture.Trace:
		return g.traced(ctx, sub, check, schedule)
	}
	run, err := g.Steps(ctx, sub, check, schedule)
	no := (*NoStepsError)(nil)
	switch {
	case err == nil && source == "" && run.Left > 0:
		return g.Fuller(ctx, sub, picture.OfRun(run))
	case err == nil:
		return picture.OfRun(run), nil
	case source != "" || !errors.As(err, &no) || no.Reason != OutsideCheck && no.Reason != Unsteady:
		return nil, err
	}
	return g.unrecorded(ctx, sub, check, no)
}

// unrecorded draws a run of a check of which there can be no record.
func (g *Grader) unrecorded(ctx context.Context, sub Submission, check string, no *NoStepsError) (*picture.Picture, error) {
	p, err := g.moments(ctx, sub, check, lacks(no))
	if err != nil || no.Reason == OutsideCheck {
		return p, err
	}
	return g.Fuller(ctx, sub, p)
}

// moments draws what a check marks, or the first inside check that fails where none is
// named.
func (g *Grader) moments(ctx context.Context, sub Submission, check, lacks string) (*picture.Picture, error) {
	req := Request{Submissions: []Submission{sub}, Race: RaceOff}
	if check != "" {
		req.Checks, req.without = []string{check}, true
	}
	rep, err := g.Grade(ctx, req, nil)
	if err != nil {
		return nil, err
	}
	ex := rep.Exercises[0]
	c, found := telling(ex, check)
	if !found {
		return nil, &NoStepsError{Reason: CannotRun, Detail: ex.Message}
	}
	p := picture.OfCheck(ex.ID, c)
	p.Lacks = lacks
	return p, nil
}

// telling is the check of that name, or else the first inside check that fails, or else the
// first that was run.
func telling(ex report.Exercise, name string) (report.Check, bool) {
	var first *report.Check
	for i, c := range ex.Checks {
		switch {
		case c.Verdict == report.NotRun || name != "" && c.Name != name || name == "" && c.Kind != report.Inside:
		case name != "" || c.Verdict.Failed():
			return c, true
		case first == nil:
			first = &ex.Checks[i]
		}
	}
	if first == nil {
		return report.Check{}, false
	}
	return *first, true
}

// lacks says what a picture of moments does not show, and why.
func lacks(no *NoStepsError) string {
	if no.Reason == OutsideCheck {
		return "Goroutines are not shown: this check sees the program from outside, in a process of its own."
	}
	return "Goroutines are not shown: they cannot be made to take turns on this machine."
}
