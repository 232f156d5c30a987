package main

import (
	"context"
	"errors"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/report"
)

// leave says what stands and what is next when the screens or the line mode are left; b
// is where the learner was. It is one line, also in a terminal of 80 columns.
func (s *session) leave(d *desk, b bookmark.Bookmark) {
	next, score := d.next(), d.score()
	stands := tr.T("%d of %d passed", score.Passed, score.Exercises)
	if next == nil {
		s.out.printf("%s\n", tr.T("%s, which is the whole course.", stands))
		return
	}
	open, err := d.Exercise(b.Exercise)
	switch {
	case err != nil:
		s.out.printf("%s\n", tr.T("%s; next: %s.", stands, called(next)))
	case d.progress.State(open.ID) == progress.Passed:
		s.out.printf("%s\n", tr.T("%s; next: %s. You were in %s.", stands, called(next), study.Number(open.ID)))
	case b.Page > 0:
		s.out.printf("%s\n", tr.T("%s; next: %s, page %d.", stands, called(open), b.Page+1))
	default:
		s.out.printf("%s\n", tr.T("%s; next: %s.", stands, called(open)))
	}
}

// leave keeps where the learner was, for the next start.
func (d *desk) leave(b bookmark.Bookmark) bookmark.Bookmark {
	_ = bookmark.Write(d.Root, b) // without it the next start opens somewhere else
	return b
}

// called is an exercise's number and title: "02 Spawned".
func called(e *course.Exercise) string { return study.Number(e.ID) + " " + report.OneLine(e.Title) }

// left ends the screens or the line mode, with their error. b is where the learner was.
func (s *session) left(ctx context.Context, d *desk, b bookmark.Bookmark, err error) error {
	if told := new(failure); errors.As(err, &told) {
		return told
	}
	switch {
	case err == nil:
		s.leave(d, b)
	case ctx.Err() == nil:
		return failed(err, tr.T("`workbook doctor` looks at the terminal and the rest"))
	}
	return err
}
