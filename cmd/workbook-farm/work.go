package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
	"workbook/cmd/workbook-farm/internal/farm"
	"workbook/grader"
	"workbook/grader/jail"
)

func workCommand(s *session) *cobra.Command {
	var access farm.Access
	var jobs int
	var name string
	cmd := &cobra.Command{
		Use:   "work",
		Short: "Grade what waits in the queue",
		Long: `Grade what waits in the queue, until it is stopped. Submissions are walled in as with
--untrusted: a machine that cannot is refused, as is one whose course, Go or program is
not the queue's.

The first Ctrl-C or SIGTERM ends it when what it has begun is graded; a second one at
once, and others get the work. A worker that cannot reach the queue waits for it. One
whose machine fails rests, a little longer each time, and leaves the work to others.`,
		Example: `  workbook-farm work --farm tls://10.0.0.1:4222 --token-file token
  workbook-farm work --farm nats://127.0.0.1:4222 --jobs 2`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := s.named(access, "workbook-farm work")
			if err != nil {
				return err
			}
			if jobs < 1 {
				return exit.Wrong(fmt.Errorf("--jobs cannot be %d", jobs), "it is how many submissions are graded at the same time")
			}
			return s.work(cmd.Context(), a, farm.WorkerOptions{Slots: jobs, Name: name, Tell: s.note})
		},
	}
	f := cmd.Flags()
	declareFarm(f, &access)
	f.IntVar(&jobs, "jobs", runtime.NumCPU(), "how many submissions to grade at the same time")
	f.StringVar(&name, "name", "", "of this worker; default: the host's and the process id")
	return cmd
}

func (s *session) work(ctx context.Context, a farm.Access, o farm.WorkerOptions) error {
	c, err := s.openCourse()
	if err != nil {
		return err
	}
	g, err := newGrader(c, grader.Options{Least: jail.L2})
	if err != nil {
		return err
	}
	defer g.Close()
	return s.workWith(ctx, a, g, o)
}

// workWith works with an engine.
func (s *session) workWith(ctx context.Context, a farm.Access, engine farm.Engine, o farm.WorkerOptions) error {
	f, err := s.reach(ctx, a)
	if err != nil {
		return err
	}
	defer f.Close()
	stop := s.looking()
	w, err := f.Worker(ctx, engine, o)
	stop()
	if err != nil {
		return refused(err)
	}
	s.note(fmt.Sprintf("grading, %d at a time", o.Slots))
	context.AfterFunc(ctx, func() { s.note("ending when what is begun is graded; Ctrl-C again ends at once") })
	if err := w.Run(ctx); err != nil {
		return refused(err)
	}
	return nil
}

// tryEvery is how often to try a queue that is not there yet.
const tryEvery = 2 * time.Second

// reach connects to the queue as soon as it is there.
func (s *session) reach(ctx context.Context, a farm.Access) (*farm.Farm, error) {
	for told := false; ; told = true {
		f, err := farm.Open(ctx, a)
		absent := errors.Is(err, nats.ErrNoServers) || errors.Is(err, nats.ErrTimeout) || errors.Is(err, farm.ErrNoQueue)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err == nil:
			return f, nil
		case !absent:
			return nil, unreachable(err)
		case !told:
			s.note(err.Error() + "; waiting for it")
		}
		select {
		case <-time.After(tryEvery):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
