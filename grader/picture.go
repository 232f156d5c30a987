package grader

import (
	"context"
	"errors"

	"workbook/grader/picture"
	"workbook/grader/report"
)

// Picture runs one check on a submission and draws the run. It is not for a verdict.
//
// It is drawn from a record of its steps where there can be one, for which check and schedule
// are as for [Grader.Steps]. Where there can be none – of an outside check, or on a system on
// which goroutines cannot take turns – the check is run as for a grading, and what it marked
// is drawn; [picture.Picture].Lacks says why. A [*NoStepsError] says why nothing can be run.
func (g *Grader) Picture(ctx context.Context, sub Submission, check string, schedule uint64) (*picture.Picture, error) {
	run, err := g.Steps(ctx, sub, check, schedule)
	if err == nil {
		return picture.OfRun(run), nil
	}
	no := (*NoStepsError)(nil)
	if !errors.As(err, &no) || no.Reason != OutsideCheck && no.Reason != Unsteady {
		return nil, err
	}
	return g.moments(ctx, sub, check, no)
}

// moments draws what a check marks, or the first inside check that fails where none is
// named.
func (g *Grader) moments(ctx context.Context, sub Submission, check string, no *NoStepsError) (*picture.Picture, error) {
	req := Request{Submissions: []Submission{sub}, Race: RaceOff}
	if check != "" {
		req.Checks = []string{check}
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
	p.Lacks = lacks(no)
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
