package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/handover"
	"workbook/grader"
	"workbook/grader/batch"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/stdio"
)

// farmEnv names the queue where the flag --farm does not.
const farmEnv = "WORKBOOK_FARM"

// farmJobs is how much work a batch has in the queue at a time when nobody says: enough for
// sixteen machines of four processors.
const farmJobs = 64

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
	path, err := handover.Program{Name: "workbook-farm", Near: c.Root, Tell: s.note}.Find(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, errorWithHint(fmt.Errorf("--farm: %w", err), tr.T("put the program workbook-farm beside this one, or leave --farm out and grade here"))
	}
	cmd := exec.Command(path, "grade", "--course", c.Root)
	cmd.Env = append(os.Environ(), farmEnv+"="+url) // there may be a password in it, and everybody sees arguments
	leaveSignals(cmd)
	g, err := stdio.Start(ctx, cmd)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, notGraded(err)
	}
	return g, nil
}

// notGraded says why a batch ended. What grades elsewhere has said it itself.
func notGraded(err error) error {
	var exit *exec.ExitError
	if errors.Is(err, stdio.ErrEnded) && errors.As(err, &exit) && exit.ExitCode() > 0 {
		return silent(exit.ExitCode())
	}
	return failed(err)
}
