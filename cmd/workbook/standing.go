package main

import (
	"context"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

// standing prints where the learner stands and what the next step is.
func (s *session) standing(ctx context.Context, d *desk) {
	s.out.printf("%s: %s\n\n", report.OneLine(d.Title), tr.Count(d.score()))
	e := d.next()
	if e == nil {
		s.out.printf("%s\n", tr.T("You have passed them all. How others did it: %s solution ID --styles", self()))
		s.out.printf("%s\n", tr.T("To write an exercise yourself: %s help exercise", self()))
		return
	}
	s.out.printf("%s\n", tr.T("Next: %s, %s (%s)", e.ID, report.OneLine(e.Title), d.word(ctx, e)))
	s.out.printf("%s\n\n", s.out.wrap(2, e.Task))
	s.out.printf("%s\n", tr.T("  read   %s lesson %s", self(), e.ID))
	for _, file := range e.Files {
		s.out.printf("%s\n", tr.T("  edit   exercises/%s/%s", e.ID, file))
	}
	s.out.printf("%s\n", tr.T("  grade  %s grade %s", self(), e.ID))
}

// word says the state of an exercise.
func (d *desk) word(ctx context.Context, e *course.Exercise) string {
	entry := d.progress.Entry(e.ID)
	switch state := d.state(ctx, e); state {
	case edited:
		return tr.T("%s, and not graded yet", tr.Text(string(state)))
	case progress.Failing:
		return tr.T("%s, attempt %d: %s", tr.Text(string(state)), entry.Attempts, tr.Verdict(entry.LastVerdict))
	case progress.Regressed:
		return tr.T("%s: it passed before, now it %s", tr.Text(string(state)), wordOf(entry.LastVerdict))
	default:
		return tr.Text(string(state))
	}
}

// wordOf completes "it …" with a verdict.
func wordOf(v report.Verdict) string {
	switch v {
	case report.Fail:
		return tr.T("fails")
	case report.CompileError:
		return tr.T("does not compile")
	}
	return tr.T("ends with: %s", tr.Verdict(v))
}
