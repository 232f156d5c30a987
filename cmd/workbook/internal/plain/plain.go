// Package plain is the line mode: all that the screens do, in sentences. It is for screen
// readers and for terminals that cannot be drawn on. It writes lines and reads lines, and
// nothing that it wrote is ever changed: no cursor is moved, nothing is drawn, and no
// color or shape says what a word does not.
//
//	err := plain.Run(ctx, plain.Config{Course: c, Grader: g, Progress: store, In: os.Stdin, Out: os.Stdout})
//
// A line is a command, and an empty one reads on; see commands.go, which is what help is
// computed from. What the learner does with the course is a [study.Work], as it is on the
// screens. It watches the folders all the time: a verdict on a save stands between two
// prompts.
package plain

import (
	"context"
	"io"
	"os"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/study"
)

// A Config is what the line mode needs: of the work, Course, Grader and Progress must be
// set.
type Config struct {
	study.Config

	In          io.Reader
	Out         io.Writer
	Interactive bool             // a person types: there are prompts, and commands do not wait for saves to be graded
	Width       func() int       // of the terminal, in columns
	Interrupts  <-chan os.Signal // Ctrl-C; may be nil

	Leave func(bookmark.Bookmark) // told at the end where the learner was; may be nil
}

func (c Config) withDefaults() Config {
	c.Config = c.Config.WithDefaults()
	if c.Width == nil {
		c.Width = func() int { return 80 }
	}
	return c
}

// Run reads commands until the learner quits, the input ends, or ctx does. Whatever it
// started is over when it returns.
func Run(ctx context.Context, cfg Config) error {
	s := newSession(ctx, cfg.withDefaults())
	err := s.run(ctx)
	if closed := s.work.Close(); err == nil {
		err = closed
	}
	if s.cfg.Leave != nil {
		s.cfg.Leave(s.bookmark())
	}
	return err
}

// run is the loop. All of the session happens in it, one thing after the other.
func (s *session) run(ctx context.Context) error {
	in := newInput(s.cfg.In)
	defer in.close()
	posted := s.posted()
	s.greet()
	if err := s.begin(ctx); err != nil {
		return err
	}
	for !s.over {
		if s.ready() {
			s.prompt()
			in.ask()
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case line := <-in.lines:
			in.asked, s.prompted = false, false
			s.obey(ctx, line)
		case batch, ok := <-posted:
			if !ok {
				return context.Cause(ctx)
			}
			for _, msg := range batch {
				s.hear(msg)
			}
		case <-s.cfg.Interrupts:
			s.interrupt()
		}
	}
	return nil
}

// begin starts what goes on beside the commands.
func (s *session) begin(ctx context.Context) error {
	if s.cfg.Ready != nil {
		notice, err := s.cfg.Ready(ctx)
		if err != nil {
			return err
		}
		if notice != "" {
			s.say(notice)
		}
	}
	if s.cfg.Welcome {
		s.do(s.work.Keeper.Begin())
	}
	s.do(s.work.Start())
	return nil
}

// posted are the messages of the jobs, as they come.
func (s *session) posted() <-chan study.Posted {
	out := make(chan study.Posted)
	go func() {
		defer close(out)
		for {
			batch, ok := s.work.Jobs.Next()().(study.Posted)
			if !ok {
				return // the jobs have ended
			}
			select {
			case out <- batch:
			case <-s.work.Jobs.Done():
				return
			}
		}
	}()
	return out
}
