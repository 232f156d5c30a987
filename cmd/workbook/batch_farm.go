package main

import (
	"context"
	"errors"
	"fmt"

	"workbook/cmd/internal/onfarm"
	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/course"
	"workbook/grader/jail"
)

// A classGrader grades a class.
type classGrader interface {
	batch.Grader
	Folder(pattern string) (string, error)
	Close() error
}

// classGrader is this machine, or with --farm those that work for a queue.
func (s *session) classGrader(ctx context.Context, c *course.Course, flags batchFlags) (classGrader, error) {
	if flags.farm != "" {
		return s.farm(ctx, c, flags.farm)
	}
	options := grader.Options{Least: jail.L2}
	if flags.trusted {
		options.Least = jail.Best
	}
	g, err := grader.New(c, options)
	if err != nil {
		return nil, noGrader(err)
	}
	return g, nil
}

// farm grades by the program workbook-farm, which has in it what this one is not to be
// linked with.
func (s *session) farm(ctx context.Context, c *course.Course, url string) (classGrader, error) {
	g, err := onfarm.Start(ctx, onfarm.Options{URL: url, Course: c.Root, Tell: s.note})
	switch {
	case err == nil:
		return g, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, onfarm.ErrNoProgram):
		return nil, errorWithHint(fmt.Errorf("--farm: %w", err), tr.T("put the program workbook-farm beside this one, or leave --farm out and grade here"))
	}
	return nil, notGraded(err)
}

// notGraded says why a batch ended. What grades elsewhere has said it itself.
func notGraded(err error) error {
	if code, ok := onfarm.Status(err); ok {
		return silent(code)
	}
	return failed(err)
}
