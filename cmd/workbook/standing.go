package main

import (
	"context"
	"fmt"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

// standing prints where the learner stands and what the next step is.
func (s *session) standing(ctx context.Context, d *desk) {
	s.out.printf("%s: %s\n\n", report.OneLine(d.Title), d.score())
	e := d.next()
	if e == nil {
		s.out.printf("You have passed them all. How others did it: %s solution ID --styles\n", self())
		s.out.printf("To write an exercise yourself: %s help exercise\n", self())
		return
	}
	s.out.printf("Next: %s, %s (%s)\n", e.ID, report.OneLine(e.Title), d.word(ctx, e))
	s.out.printf("%s\n\n", s.out.wrap(2, e.Task))
	s.out.printf("  read   %s lesson %s\n", self(), e.ID)
	for _, file := range e.Files {
		s.out.printf("  edit   exercises/%s/%s\n", e.ID, file)
	}
	s.out.printf("  grade  %s grade %s\n", self(), e.ID)
}

// word says the state of an exercise.
func (d *desk) word(ctx context.Context, e *course.Exercise) string {
	entry := d.progress.Entry(e.ID)
	switch state := d.state(ctx, e); state {
	case edited:
		return string(state) + ", and not graded yet"
	case progress.Failing:
		return fmt.Sprintf("%s, attempt %d: %s", state, entry.Attempts, entry.LastVerdict.Word())
	case progress.Regressed:
		return fmt.Sprintf("%s: it passed before, now it %s", state, wordOf(entry.LastVerdict))
	default:
		return string(state)
	}
}

// wordOf completes "it …" with a verdict.
func wordOf(v report.Verdict) string {
	switch v {
	case report.Fail:
		return "fails"
	case report.CompileError:
		return "does not compile"
	}
	return "ends with: " + v.Word()
}
