package main

import (
	"context"

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
	of := gradeFlags{from: flags.from, key: flags.key, isolation: flags.isolation}
	return s.withGrader(ctx, d, []*course.Exercise{e}, of, func(g *grader.Grader, subs []grader.Submission) error { return run(g, subs[0]) })
}
