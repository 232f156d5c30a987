package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/tui"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// start is what workbook does without a command: its screens, or where the
// learner stands when there is no terminal for them.
func (s *session) start(ctx context.Context) error {
	d, err := s.desk()
	if err != nil {
		return err
	}
	if !s.out.terminal || !term.IsTerminal(int(s.in.Fd())) {
		d.remember(ctx)
		s.standing(ctx, d)
		return nil
	}
	g := newLateGrader(func() (screenGrader, error) { return s.newGrader(d.Course) })
	defer g.Close()
	var left bookmark.Bookmark
	err = tui.Run(ctx, tui.Config{
		Course:   d.Course,
		Grader:   g,
		Progress: d.progress,
		Welcome:  d.progress.Fresh(),
		Ready: func(ctx context.Context) error {
			d.remember(ctx)
			if err := sound(d.Course); err != nil {
				return err
			}
			if err := g.Ready(); err != nil {
				return noGrader(err)
			}
			return nil
		},
		Getenv:  os.Getenv,
		Host:    host(),
		Version: version(),
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

// noGrader is the error of a grader that cannot begin.
func noGrader(err error) error {
	if missing := new(jail.MissingError); errors.As(err, &missing) && missing.Remedy != "" {
		return failed(fmt.Errorf("the grader cannot begin: %w", err), missing.Remedy)
	}
	return failed(fmt.Errorf("the grader cannot begin: %w", err), "`workbook doctor` says what is missing")
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

// score counts what was passed, and the best points so far.
func (d *desk) score() report.Count {
	n := report.Count{Exercises: len(d.Exercises)}
	for _, e := range d.Exercises {
		entry := d.progress.Entry(e.ID)
		if entry.State() == progress.Passed {
			n.Passed++
		}
		n.Points += min(entry.Points, e.Points())
		n.MaxPoints += e.Points()
	}
	return n
}

// next is the first exercise that is not passed at the moment, nil when all are.
func (d *desk) next() *course.Exercise {
	for _, e := range d.Exercises {
		if d.progress.State(e.ID) != progress.Passed {
			return e
		}
	}
	return nil
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
