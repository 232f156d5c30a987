package grader

import (
	"context"

	"workbook/grader/picture"
	"workbook/grader/report"
)

// Picture runs one check on a submission and draws the run. It is not for a verdict.
//
// Source says what from; empty is the best there is, as [Draw] finds it: check and schedule
// are as for [Grader.Steps], and where no schedule is named under which a check fails, it is
// one that fails without. A trace is of one more run, with the same inputs, and stands for
// another picture only where it has the same verdict. [picture.Picture].Lacks says why there
// is no better source. A [*NoStepsError] says why nothing can be run.
func (g *Grader) Picture(ctx context.Context, sub Submission, check string, schedule uint64, source picture.Source) (*picture.Picture, error) {
	switch source {
	case picture.Moments:
		return g.moments(ctx, sub, check)
	case picture.Trace:
		return g.traced(ctx, sub, check, schedule)
	}
	if source == picture.Steps {
		run, err := g.Steps(ctx, sub, check, schedule)
		if err != nil {
			return nil, err
		}
		return picture.OfRun(run), nil
	}
	p, _, err := Draw(ctx, g, sub, check, schedule, func() (*picture.Picture, error) {
		return g.moments(ctx, sub, check)
	})
	return p, err
}

// moments draws what a check marks, or the first that fails where none is named.
func (g *Grader) moments(ctx context.Context, sub Submission, check string) (*picture.Picture, error) {
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
	if c.Kind == report.Outside {
		p.Lacks = lacks(&NoStepsError{Reason: OutsideCheck})
	}
	return p, nil
}

// telling is the check of that name, or else the first that fails, inside checks before
// others, or else the first inside check that was run.
func telling(ex report.Exercise, name string) (c report.Check, found bool) {
	best := 0
	for _, one := range ex.Checks {
		worth := 0
		switch inside := one.Kind == report.Inside; {
		case one.Verdict == report.NotRun || name != "" && one.Name != name:
		case inside && one.Verdict.Failed():
			worth = 3
		case one.Verdict.Failed():
			worth = 2
		case inside || name != "":
			worth = 1
		}
		if worth > best {
			c, best = one, worth
		}
	}
	return c, best > 0
}
