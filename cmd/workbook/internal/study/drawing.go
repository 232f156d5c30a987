package study

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/grader"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// A Drawing is a run of a check that can be looked at.
type Drawing struct {
	Picture *picture.Picture
	Record  *stepping.Record // nil: it was not recorded step by step
}

// Verdict is how the run ended.
func (d Drawing) Verdict() report.Verdict { return d.Picture.Verdict }

// Draw has a run recorded, or traced where a record does not show it whole. Where neither can
// be, it is drawn from what the verdict's own run was seen to do, and the picture says why
// there is no more to it.
func (w *Work) Draw(ctx context.Context, s Stepping) (Drawing, error) {
	if s.Lacks == "" {
		d, err := w.drawn(ctx, s)
		if err == nil || ctx.Err() != nil || s.Seen == nil || len(s.Seen.Events) == 0 {
			return d, err
		}
		s.Lacks = lacks(err)
	}
	if s.Seen == nil {
		return Drawing{}, errors.New(s.Lacks)
	}
	return Seen(s.Exercise, *s.Seen, s.Lacks), nil
}

// drawn has a run recorded, and traced where that shows more.
func (w *Work) drawn(ctx context.Context, s Stepping) (Drawing, error) {
	p, run, err := grader.Draw(ctx, w.Config.Stepper, w.submission(s), s.Check, s.Schedule, func() (*picture.Picture, error) {
		if s.Seen == nil {
			return nil, nil
		}
		return picture.OfCheck(s.Exercise, *s.Seen), nil
	})
	if err != nil {
		return Drawing{}, err
	}
	if run == nil {
		return Drawing{Picture: p}, nil
	}
	return Drawing{p, stepping.New(run)}, nil
}

// submission is whose run it is.
func (w *Work) submission(s Stepping) grader.Submission {
	sub := grader.Submission{Exercise: s.Exercise, Dir: s.Dir}
	if s.Wrong != "" {
		sub.Dir = filepath.Join(w.Config.Course.SolutionDir(s.Exercise), "testdata", "wrong", s.Wrong)
	}
	return sub
}

// goroutines reports whether a drawing shows them, and not only what was seen from outside.
func (d Drawing) goroutines() bool { return d.Picture != nil && d.Picture.Source != picture.Moments }

// lacks says why a run could not be recorded.
func lacks(err error) string {
	why := strings.TrimSuffix(report.OneLine(err.Error()), ".")
	return tr.T("This is what the check saw from outside: %s.", why)
}

// Seen is the drawing of what a verdict's run of a check was seen to do.
func Seen(exercise string, c report.Check, lacks string) Drawing {
	p := picture.OfCheck(exercise, c)
	p.Lacks = lacks
	return Drawing{Picture: p}
}

// Record has a run recorded step by step, or says why it cannot be.
func (w *Work) Record(ctx context.Context, s Stepping) (*stepping.Record, error) {
	run, err := w.Config.Stepper.Steps(ctx, w.submission(s), s.Check, s.Schedule)
	if err != nil {
		return nil, err
	}
	return stepping.New(run), nil
}

// Viewable are the checks of the last run that can be looked at: those whose run can be
// recorded, and after them those of which only is known what was seen from outside, with the
// reason in Lacks of [Work.Look].
func (w *Work) Viewable() (checks []report.Check, why string) {
	checks, why = w.Steppable()
	r := w.Run()
	if r == nil || r.Result == nil || r.Active() && !r.Provisional {
		return checks, why
	}
	for _, c := range r.Checks {
		if len(c.Events) > 0 && !w.steppable(c.Name) {
			checks = append(checks, c)
		}
	}
	if len(checks) > 0 {
		why = ""
	}
	return checks, why
}

// steppable reports whether a run of a check can be recorded.
func (w *Work) steppable(check string) bool {
	checks, _ := w.Steppable()
	for _, c := range checks {
		if c.Name == check {
			return true
		}
	}
	return false
}

// Look is the run of a check of the open exercise, to be looked at.
func (w *Work) Look(c report.Check) Stepping {
	s := w.StepThrough(c)
	s.Seen = &c
	switch {
	case w.steppable(c.Name):
	case w.Config.Stepper == nil:
		s.Lacks = tr.T("This is what the check saw from outside: runs cannot be recorded here.")
	case c.Kind == report.Outside:
		s.Lacks = tr.T("This is what the check saw from outside: it talks to a real process, whose goroutines cannot be made to take turns.")
	default:
		s.Lacks = tr.T("This is what the check saw from outside: its hidden test is not here, so its run cannot be recorded.")
	}
	return s
}

// Reference is the run of the same check by the reference, under the same schedule.
func (w *Work) Reference(s Stepping, schedule uint64) Stepping {
	s.Dir, s.Wrong, s.Schedule, s.Seen, s.Lacks = w.Config.Course.SolutionDir(s.Exercise), "", schedule, nil, ""
	return s
}
