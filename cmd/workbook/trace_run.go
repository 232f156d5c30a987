package main

import (
	"context"
	"errors"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// unfound says so where a failure was looked for and not found.
func (s *session) unfound(v report.Verdict, flags traceFlags) {
	if flags.schedule == 0 && v.Passed() {
		s.note(tr.T("under %d schedules no failure was found; this is the first of them", grader.DefaultSchedules.Count))
	}
}

// traced has a grader run something on the submission.
func (s *session) traced(ctx context.Context, d *desk, e *course.Exercise, flags traceFlags, run func(*grader.Grader, grader.Submission) error) error {
	g, err := grader.New(d.Course, grader.Options{Level: flags.isolation})
	if err != nil {
		return noGrader(err)
	}
	defer g.Close()
	subs, err := s.submissions(ctx, d, []*course.Exercise{e}, gradeFlags{from: flags.from}, g.Folder)
	if err != nil {
		return err
	}
	err = run(g, subs[0])
	no := (*grader.NoStepsError)(nil)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &no):
		return noSteps(no, e)
	}
	return failed(tr.Errorf("the grader failed: %w", said(err)), tr.T("`workbook doctor` looks at what may be wrong"))
}

// noSteps says why there is nothing to show, and what to do.
func noSteps(no *grader.NoStepsError, e *course.Exercise) error {
	err := said(no)
	switch no.Reason {
	case grader.NoSuchCheck:
		return errorWithHint(err, tr.T("it can be %s", strings.Join(no.Checks, ", ")))
	case grader.OutsideCheck:
		return errorWithHint(err, tr.T("--format lanes draws it as it was seen from outside; steps have %s", strings.Join(no.Checks, ", ")))
	case grader.NoTrace:
		return errorWithHint(err, tr.T("--source moments draws what the check saw from outside"))
	case grader.NoTests:
		return errorWithHint(err, tr.T("hand in your work to have it graded"))
	case grader.Unsteady:
		return failed(err, tr.T("it takes Linux and the Go that this course was made with; `workbook doctor` says what is missing"))
	}
	return errorWithHint(err, tr.T("`%s grade %s` says more", self(), e.ID))
}
