package main

import (
	"context"
	"errors"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
)

// withGrader has something done with the exercises' submissions by a grader, which has the
// hidden tests that --key names if it does.
func (s *session) withGrader(ctx context.Context, d *desk, exercises []*course.Exercise, flags gradeFlags, do func(*grader.Grader, []grader.Submission) error) error {
	k, err := s.key(d, flags.key)
	if err != nil {
		return err
	}
	defer k.close()
	g, err := grader.New(k.Course, k.options(flags.options()))
	if err != nil {
		return noGrader(err)
	}
	defer g.Close()
	subs, err := s.submissions(ctx, d, exercises, flags, g.Folder)
	if err != nil {
		return err
	}
	if err := k.take(d, subs); err != nil {
		return err
	}
	no := (*grader.NoStepsError)(nil)
	switch err := do(g, subs); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &no):
		return noSteps(no, exercises[0])
	default:
		return failed(tr.Errorf("the grader failed: %w", said(err)), tr.T("`workbook doctor` looks at what may be wrong"))
	}
}
