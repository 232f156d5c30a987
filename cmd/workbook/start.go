package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/tui"
	"workbook/grader"
	"workbook/grader/jail"
)

// start is what workbook does without a command: its screens, or where the
// learner stands when there is no terminal for them.
func (s *session) start(ctx context.Context) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	if len(d.Exercises) == 0 {
		return d.insist()
	}
	for _, draft := range d.Drafts {
		s.note(fmt.Sprintf("%s is a draft and is not shown; `%s list` says what is to be mended", draft.ID, self()))
	}
	if !s.out.terminal || !term.IsTerminal(int(s.in.Fd())) {
		d.remember(ctx)
		s.standing(ctx, d)
		return nil
	}
	g, ready := d.late()
	defer g.Close()
	var left bookmark.Bookmark
	err = tui.Run(ctx, tui.Config{
		Course:   d.Course,
		Grader:   g,
		Progress: d.progress,
		Welcome:  d.progress.Fresh(),
		Ready:    ready,
		Getenv:   os.Getenv,
		Host:     host(),
		Version:  version(),
		Reset: func(ctx context.Context, id string) (string, error) {
			e, err := d.Exercise(id)
			if err != nil {
				return "", err
			}
			res, err := backup.Reset(ctx, d.Course, e, d.progress.Entry(e.ID))
			return res.Backup, err
		},
		Undo:     undoer{d},
		Bookmark: bookmark.Read(d.Root),
		Leave: func(b bookmark.Bookmark) {
			left = b
			_ = bookmark.Write(d.Root, b) // without it the screens open somewhere else
		},
	})
	if told := new(failure); errors.As(err, &told) {
		return told
	}
	switch {
	case err == nil:
		s.leave(d, left)
	case ctx.Err() == nil:
		return failed(err, "`workbook doctor` looks at the terminal and the rest")
	}
	return err
}

// late gives the grader of the screens, and what makes it ready after the first frame: only
// then is there time for the instructor's half. As long as one exercise is sound, drafts are
// no error, but a notice; to grade one gives an error of the course's.
func (d *desk) late() (g *lateGrader, ready func(context.Context) (notice string, err error)) {
	checked := desk{Course: d.Course}
	g = newLateGrader(func() (*grader.Grader, error) {
		if err := checked.check(); err != nil {
			return nil, err
		}
		if len(checked.Exercises) == 0 {
			return nil, checked.insist()
		}
		return grader.New(checked.Course, grader.Options{})
	})
	return g, func(ctx context.Context) (string, error) {
		d.remember(ctx)
		err := g.Ready()
		switch told := new(failure); {
		case errors.As(err, &told):
			return "", told
		case err != nil:
			return "", noGrader(err)
		}
		return checked.notice(), nil
	}
}

// noGrader is the error of a grader that cannot begin.
func noGrader(err error) error {
	if missing := new(jail.MissingError); errors.As(err, &missing) && missing.Remedy != "" {
		return failed(fmt.Errorf("the grader cannot begin: %w", err), missing.Remedy)
	}
	return failed(fmt.Errorf("the grader cannot begin: %w", err), "`workbook doctor` says what is missing")
}
