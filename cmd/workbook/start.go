package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/tui"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// start is what workbook does without a command: its screens, or the line mode, or where
// the learner stands when there is nobody to look.
func (s *session) start(ctx context.Context, cmd *cobra.Command) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	people := term.IsTerminal(int(s.in.Fd())) && term.IsTerminal(int(s.out.Fd()))
	lines := s.look.plain
	if !cmd.Flags().Changed("plain") {
		lines = people && (accessible() || !s.out.terminal)
	}
	if !lines && !(people && s.out.terminal) {
		d.remember(ctx)
		s.standing(ctx, d)
		return nil
	}
	g := newLateGrader(func() (*grader.Grader, error) { return grader.New(d.Course, grader.Options{}) })
	defer g.Close()
	if lines {
		return s.lines(ctx, d, g, people)
	}
	return s.screens(ctx, d, g)
}

// screens shows the course on the whole terminal.
func (s *session) screens(ctx context.Context, d *desk, g *lateGrader) error {
	var left bookmark.Bookmark
	err := tui.Run(ctx, tui.Config{
		Course:   d.Course,
		Grader:   g,
		Progress: d.progress,
		Welcome:  d.progress.Fresh(),
		Ready:    func(ctx context.Context) error { return d.ready(ctx, g) },
		Getenv:   os.Getenv,
		Host:     host(),
		Version:  version(),
		Reset:    d.reset,
		Undo:     undoer{d},
		Theme:    s.look.theme,
		Still:    s.look.still,
		Bookmark: bookmark.Read(d.Root),
		Leave:    func(b bookmark.Bookmark) { left = d.leave(b) },
	})
	return s.left(ctx, d, left, err)
}

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
