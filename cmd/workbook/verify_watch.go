package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
	"workbook/grader/verify"
)

// saveInterval is how often the files of an exercise are looked at for a save.
const saveInterval = 200 * time.Millisecond

// verifyOnSave verifies an exercise, and again at each save of it, until ctx ends, which is
// how it is meant to end. A save ends what is under way.
func (s *session) verifyOnSave(ctx context.Context, root, id string, opt verify.Options) error {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	saves := watch.Trees(watching, saveInterval,
		filepath.Join(root, "exercises", "course.toml"), filepath.Join(root, "exercises", id),
		filepath.Join(root, "solutions", id), filepath.Join(root, "solutions", "internal"))
	var saved []string
	for {
		s.out.printf("%s\n", s.out.paint(bold, occasion(root, id, saved)))
		round, cancel := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- s.verifyNow(round, root, id, opt) }()
		more, err := awaitSave(saves, ended, cancel)
		cancel()
		switch {
		case ctx.Err() != nil:
			s.out.printf("\n")
			return nil
		case err != nil:
			return err
		}
		saved = more
	}
}

// awaitSave waits for the next save, and for the end of what is under way, which it brings
// about. A failure of that ends the wait as well.
func awaitSave(saves <-chan []string, ended <-chan error, cancel func()) ([]string, error) {
	for over := false; ; {
		select {
		case saved := <-saves: // nil when nobody watches any more
			cancel()
			if !over {
				<-ended // by the save; what else it says is old
			}
			return saved, nil
		case err := <-ended:
			if err != nil {
				return nil, err
			}
			over = true
			ended = nil
		}
	}
}

// occasion heads what is found out after a save.
func occasion(root, id string, saved []string) string {
	what := id
	if len(saved) > 0 {
		name, err := filepath.Rel(root, saved[0])
		if err != nil {
			name = saved[0]
		}
		what += tr.T(", after a save of %s", filepath.ToSlash(name))
		if n := len(saved) - 1; n > 0 {
			what += " " + tr.T("and %d more", n)
		}
	}
	return fmt.Sprintf("\n%s  %s", time.Now().Format(time.TimeOnly), what)
}

// verifyNow reads the course as it is now and asks one question after the other. An error
// is the grader's; what is wrong with the course or the exercise is said.
func (s *session) verifyNow(ctx context.Context, root, id string, opt verify.Options) error {
	c, err := course.Open(root)
	if err == nil {
		c, err = c.CheckSolutions(id)
	}
	if err != nil {
		s.out.printf("%s\n", s.out.wrap(2, s.out.paint(red, tr.T("no"))+"  "+tr.T("the course cannot be used:")))
		for line := range strings.Lines(err.Error()) {
			s.out.printf("%s\n", s.out.wrap(6, strings.TrimSpace(line)))
		}
		s.waiting(1)
		return nil
	}
	if _, err := c.Exercise(id); errors.As(err, new(*course.NotFoundError)) {
		s.out.printf("  %s  %s\n", s.out.paint(red, tr.T("no")), report.OneLine(err.Error()))
		s.waiting(1)
		return nil
	}
	g, err := grader.New(c, grader.Options{})
	if err != nil {
		return noGrader(err)
	}
	defer g.Close()
	problems := 0
	told := s.newTold()
	for step, err := range verify.New(c, g, opt).Steps(ctx, id, told.on) {
		told.clear()
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return failed(err)
		}
		problems += len(step.Problems)
		s.step(step)
	}
	s.waiting(problems)
	return nil
}

// step says one answer in a line, or what is to be mended in a few.
func (s *session) step(step verify.Step) {
	if len(step.Problems) == 0 {
		s.out.printf("  %s  %s %s\n", s.out.paint(green, tr.T("ok")), step.Name, report.OneLine(step.Good))
	} else {
		s.out.printf("  %s  %s\n", s.out.paint(red, tr.T("no")), step.Name)
	}
	for _, p := range step.Problems {
		s.problem("", p)
	}
	for _, p := range step.Notes {
		s.problem(tr.T("note:")+" ", p)
	}
}

// waiting ends a round.
func (s *session) waiting(problems int) {
	verdict := s.out.paint(green, tr.T("The exercise is good."))
	if problems > 0 {
		verdict = s.out.paint(yellow, tr.T("To mend: %d.", problems)) + " " + guide() + "."
	}
	s.out.printf("%s\n", verdict+" "+tr.T("Waiting for a save; Ctrl-C ends."))
}
