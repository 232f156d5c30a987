package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"workbook/cmd/internal/handin"
	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
)

// asked are the exercises that args name, or all.
func (d *desk) asked(args []string, all bool) ([]*course.Exercise, error) {
	if all {
		return d.Exercises, nil
	}
	return d.named(args)
}

// named finds the exercises that args name, each once.
func (d *desk) named(args []string) ([]*course.Exercise, error) {
	var exercises []*course.Exercise
	var errs []error
	seen := make(map[string]bool)
	for _, arg := range args {
		e, err := d.Exercise(arg)
		if err != nil {
			errs = append(errs, err)
		} else if !seen[e.ID] {
			seen[e.ID] = true
			exercises = append(exercises, e)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, noExercise(err)
	}
	return exercises, nil
}

// submissions finds what is to be graded of the exercises: the learner's own, or what
// --from names. An archive is unpacked into a folder that temp makes.
func (s *session) submissions(ctx context.Context, d *desk, exercises []*course.Exercise, flags gradeFlags,
	temp func(string) (string, error),
) ([]grader.Submission, error) {
	subs := make([]grader.Submission, len(exercises))
	for i, e := range exercises {
		subs[i].Exercise, subs[i].Student = e.ID, flags.who
	}
	if flags.from == "" {
		return subs, nil
	}
	h, err := handin.Open(ctx, flags.from, d.Course, temp)
	if err != nil {
		return nil, notTaken(err)
	}
	find := h.Among(len(exercises))
	var missing lacking
	for i, e := range exercises {
		found := find(e)
		subs[i].Dir, subs[i].Missing = found.Dir, found.Missing
		missing.add(e, found)
	}
	switch err := h.Unreadable(); {
	case len(missing.ids) == 0:
		return subs, nil
	case err != nil:
		return nil, notTaken(err)
	case !flags.all:
		return nil, missing.error(flags.from)
	}
	// Of all of them some may well be missing, and the report tells.
	for _, text := range missing.notes(flags.from, len(exercises)) {
		s.note(text)
	}
	return subs, nil
}

// lacking are the exercises that a submission does not hold.
type lacking struct {
	ids   []string
	hints []string
}

func (l *lacking) add(e *course.Exercise, f handin.Found) {
	if f.Dir != "" {
		return
	}
	l.ids = append(l.ids, e.ID)
	if len(f.Near) > 0 {
		l.hints = append(l.hints, tr.T("for %s, did you mean --from %s?", e.ID, tr.Or(f.Near)))
	}
}

func (l *lacking) has(from string) string {
	return tr.T("%s has nothing for %s", from, strings.Join(l.ids, ", "))
}

// error is what is said when the exercises were named one by one.
func (l *lacking) error(from string) error {
	hints := l.hints
	if len(hints) == 0 {
		hints = []string{tr.T("put each exercise's .go files in a folder of its own, such as %s", l.ids[0])}
	}
	return errorWithHint(errors.New(l.has(from)), hints...)
}

// notes are what is said beside a report on all n exercises.
func (l *lacking) notes(from string, n int) []string {
	if len(l.ids) == n && len(l.hints) == 0 {
		return []string{tr.T("%s has no exercise of this course at all; is it the right folder?", from)}
	}
	return append([]string{l.has(from)}, l.hints...)
}

// notTaken says why what --from names cannot be looked at.
func notTaken(err error) error {
	named := fmt.Errorf("--from: %w", err)
	switch {
	case errors.As(err, new(*handin.Refusal)):
		return errorWithHint(named, tr.T("name a folder, or an ordinary zip or tar.gz of one"))
	case errors.Is(err, handin.ErrNoArchive), errors.Is(err, fs.ErrNotExist):
		return errorWithHint(named, tr.T("name the folder that holds the submission, or an archive of it"))
	case errors.Is(err, fs.ErrPermission):
		return failed(named, tr.T("make it readable, for instance with chmod -R u+rX, or grade as a user who may read it"))
	}
	return failed(named)
}
