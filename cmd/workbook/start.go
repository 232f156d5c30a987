package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/tui"
)

// start is what workbook does without a command: its screens, or the line mode, or where
// the learner stands when there is nobody to look.
func (s *session) start(ctx context.Context, cmd *cobra.Command) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	if len(d.Exercises) == 0 {
		return d.insist()
	}
	for _, draft := range d.Drafts {
		s.note(tr.T("%s is a draft and is not shown; `%s list` says what is to be mended", draft.ID, self()))
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
	g, ready := d.late(s.newGrader)
	defer g.Close()
	if lines {
		return s.lines(ctx, d, g, ready, people)
	}
	return s.screens(ctx, d, g, ready)
}

// screens shows the course on the whole terminal.
func (s *session) screens(ctx context.Context, d *desk, g *lateGrader, ready readying) error {
	var left bookmark.Bookmark
	err := tui.Run(ctx, tui.Config{
		Course:       d.Course,
		Grader:       g,
		Progress:     d.progress,
		Welcome:      d.progress.Fresh(),
		Ready:        ready,
		Getenv:       os.Getenv,
		Host:         host(),
		Version:      version(),
		Service:      s.handsInTo(d),
		Reset:        d.reset,
		Undo:         undoer{d},
		Stepper:      g,
		Demonstrator: demonstrator{g, tr.Printer{}},
		Theme:        s.look.theme,
		Still:        s.look.still,
		Bookmark:     bookmark.Read(d.Root),
		Leave:        func(b bookmark.Bookmark) { left = d.leave(b) },
	})
	return s.left(ctx, d, left, err)
}
