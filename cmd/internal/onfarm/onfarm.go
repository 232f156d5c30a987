// Package onfarm has work graded by the machines of a farm, for programs that are not to be
// linked with what the farm needs: the program workbook-farm speaks with the queue.
//
//	g, err := onfarm.Start(ctx, onfarm.Options{URL: url, Course: root, Tell: note})
//	…
//	defer g.Close()
//
// Who we are to the queue says the environment, which that program has, too. What it has to
// say to people it writes to standard error.
package onfarm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"

	"workbook/cmd/internal/handover"
	"workbook/cmd/internal/tr"
	"workbook/grader/stdio"
)

// Env names the queue where no flag does.
const Env = "WORKBOOK_FARM"

// Jobs is how much work is in the queue at a time when nobody says: enough for sixteen
// machines of four processors.
const Jobs = 64

// Options say which farm, and for what.
type Options struct {
	URL      string        // of the queue
	Course   string        // the folder of the course, which must be the queue's
	Patience time.Duration // how long the queue may be away; 0: as workbook-farm has it
	Tell     func(text string)
}

// ErrNoProgram is wrapped when there is no program workbook-farm, and none can be built.
var ErrNoProgram = tr.Error("the program workbook-farm is needed")

// Start begins to grade on a farm. The error is ctx's when that ended meanwhile. Close what
// it returns.
func Start(ctx context.Context, o Options) (*stdio.Grader, error) {
	path, err := handover.Program{Name: "workbook-farm", Near: o.Course, Tell: o.Tell}.Find(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoProgram, err)
	}
	args := []string{"grade", "--course", o.Course}
	if o.Patience > 0 {
		args = append(args, "--patience", o.Patience.String())
	}
	cmd := exec.Command(path, args...)
	cmd.Env = append(os.Environ(), Env+"="+o.URL) // there may be a password in it, and everybody sees arguments
	leaveSignals(cmd)
	g, err := stdio.Start(ctx, cmd)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return g, err
}

// Status is the exit code with which workbook-farm ended, when it has said itself why.
func Status(err error) (code int, ok bool) {
	var exit *exec.ExitError
	if errors.Is(err, stdio.ErrEnded) && errors.As(err, &exit) && exit.ExitCode() > 0 {
		return exit.ExitCode(), true
	}
	return 0, false
}
