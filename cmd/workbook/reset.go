package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

func resetCommand(s *session) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "reset EXERCISE",
		Short: "Put an exercise back to how it was at first; yours is kept",
		Long: `Put the files of an exercise back to how they were at first. Before that, all Go
files of its folder are saved under .workbook/backups; nothing is lost. Your
progress stays.`,
		Args:              oneExercise,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, e, err := s.exercise(args)
			if err != nil {
				return err
			}
			if !yes {
				sure, err := s.ask(cmd.Context(), fmt.Sprintf("Put exercises/%s back to how it was at first? Your files go to %s. [y/N] ",
					e.ID, filepath.Join(progress.Dir, "backups", e.ID)))
				if err != nil {
					return err
				}
				if !sure {
					s.out.printf("Nothing was changed.\n")
					return nil
				}
			}
			return s.reset(cmd.Context(), d, e)
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return cmd
}

func (s *session) reset(ctx context.Context, d *desk, e *course.Exercise) error {
	res, err := backup.Reset(ctx, d.Course, e)
	switch {
	case errors.Is(err, backup.ErrNoStub):
		return errorWithHint(err)
	case err != nil:
		return failed(err, "`workbook doctor` looks at what may be wrong")
	case !res.Changed():
		s.out.printf("exercises/%s is as it was at first; nothing was changed.\n", e.ID)
		return nil
	}
	for _, name := range res.Restored {
		s.out.printf("restored  exercises/%s/%s (from %s)\n", e.ID, name, res.Source)
	}
	for _, name := range res.Removed {
		s.out.printf("removed   exercises/%s/%s\n", e.ID, name)
	}
	if res.Backup != "" {
		s.out.printf("your files are in %s\n", res.Backup)
	}
	return nil
}

// ask asks a question that is answered with yes or no. Without a person to
// answer, it is an error.
func (s *session) ask(ctx context.Context, question string) (bool, error) {
	if !term.IsTerminal(int(s.in.Fd())) {
		return false, errorWithHint(errors.New("there is no terminal to ask for a yes on"), "add --yes")
	}
	fmt.Fprint(s.err, question)
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() { // reading cannot be interrupted; it ends with the program
		line, err := bufio.NewReader(s.in).ReadString('\n')
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(s.err)
		return false, ctx.Err()
	case a := <-answers:
		if a.err != nil && !errors.Is(a.err, io.EOF) {
			return false, failed(fmt.Errorf("reading the answer: %w", a.err))
		}
		switch strings.ToLower(strings.TrimSpace(a.line)) {
		case "y", "yes":
			return true, nil
		}
		return false, nil
	}
}
