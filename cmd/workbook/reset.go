package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// resetFlags are what the flags of reset say.
type resetFlags struct {
	all     bool
	yes     bool
	undo    string // the name of a backup, or latestBackup; empty: no undo
	backups bool
}

// latestBackup stands for what the last reset took.
const latestBackup = "latest"

func resetCommand(s *session) *cobra.Command {
	var flags resetFlags
	cmd := &cobra.Command{
		Use:   tr.T("reset EXERCISE | --all"),
		Short: tr.T("Put an exercise back to how it was at first; yours is kept"),
		Long: tr.T(`Put the files of an exercise back to how they were at first. Before that, all Go
files of its folder are saved under .workbook/backups; nothing is lost. Your
progress stays.

--undo brings back what the last reset took, and once more what the one before took;
what is there now is saved as well. --backups lists what was saved, and --undo=NAME
brings any of it back. No backup is ever removed.`),
		Example: `  workbook reset 02
  workbook reset 02 --undo
  workbook reset 02 --backups
  workbook reset 02 --undo=2026-01-31_18-30-00
  workbook reset --all`,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := flags.check(cmd, args); err != nil {
				return err
			}
			d, err := s.open(cmd.Context())
			if err != nil {
				return err
			}
			exercises, err := d.asked(args, flags.all || len(args) == 0)
			if err != nil {
				return err
			}
			switch {
			case flags.backups:
				return s.backups(d, exercises)
			case flags.undo != "":
				return s.undo(d, exercises, flags)
			}
			return s.reset(cmd.Context(), d, exercises, flags)
		},
	}
	f := cmd.Flags()
	f.BoolVarP(&flags.yes, "yes", "y", false, tr.T("do not ask"))
	f.BoolVar(&flags.all, "all", false, tr.T("every exercise of the course"))
	f.StringVar(&flags.undo, "undo", "", tr.T("bring back what a reset took: the last one, or the backup of that `name`"))
	f.Lookup("undo").NoOptDefVal = latestBackup
	f.BoolVar(&flags.backups, "backups", false, tr.T("list what was saved, with its date; of all exercises when none is named"))
	return cmd
}

func (f resetFlags) check(cmd *cobra.Command, args []string) error {
	switch {
	case f.all && len(args) > 0:
		return errorWithHint(tr.Errorf("--all is every exercise, and %s is named as well", args[0]), tr.T("leave one of the two out"))
	case f.backups && f.undo != "":
		return errorWithHint(tr.Errorf("--backups lists, and --undo brings back"), tr.T("leave one of the two out"))
	case f.all && f.undo != "" && f.undo != latestBackup:
		return errorWithHint(tr.Errorf("a backup is of one exercise"), tr.T("name it in the place of --all"))
	case len(args) == 2 && f.undo == latestBackup && strings.Contains(args[1], "_"):
		// Which cobra takes for an argument of its own.
		return errorWithHint(tr.Errorf("%s takes one exercise", cmd.CommandPath()), tr.T("did you mean --undo=%s?", args[1]))
	case f.all || f.backups && len(args) == 0:
		return nil
	}
	return oneExercise(cmd, args)
}

// reset puts exercises back to how they were at first.
func (s *session) reset(ctx context.Context, d *desk, exercises []*course.Exercise, flags resetFlags) error {
	name, kept := tr.T("every exercise"), filepath.Join(progress.Dir, "backups")
	if !flags.all {
		name, kept = "exercises/"+exercises[0].ID, filepath.Join(kept, exercises[0].ID)
	}
	if !flags.yes {
		sure, err := s.ask(ctx, tr.T("Put %s back to how it was at first? Your files go to %s. [y/N]", name, kept)+" ")
		if err != nil {
			return err
		}
		if !sure {
			s.out.printf("%s\n", tr.T("Nothing was changed."))
			return nil
		}
	}
	now, changed := time.Now(), false
	var errs []error
	for _, e := range exercises {
		res, err := backup.ResetAt(ctx, d.Course, e, d.progress.Entry(e.ID), now)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			errs = append(errs, err)
			continue
		}
		s.exchanged(e, res)
		changed = changed || res.Changed()
	}
	if !changed && len(errs) == 0 {
		s.out.printf("%s\n", tr.T("%s is as it was at first; nothing was changed.", name))
	}
	switch err := errors.Join(errs...); {
	case errors.Is(err, backup.ErrNoStub):
		return errorWithHint(err)
	case err != nil:
		return failed(err, tr.T("`workbook doctor` looks at what may be wrong"))
	}
	return nil
}

// exchanged says what has become of an exercise's files.
func (s *session) exchanged(e *course.Exercise, res backup.Result) {
	for _, name := range res.Restored {
		at := "exercises/" + e.ID + "/" + name
		s.out.printf("%s\n", tr.T("restored  %s (from %s)", s.out.link(at, at), res.Source))
	}
	for _, name := range res.Removed {
		s.out.printf("%s\n", tr.T("removed   exercises/%s/%s", e.ID, name))
	}
	if res.Backup != "" {
		s.out.printf("%s\n", tr.T("your files are in %s", res.Backup))
	}
}

// ask asks a question that is answered with yes or no. Without a person to
// answer, it is an error.
func (s *session) ask(ctx context.Context, question string) (bool, error) {
	if !term.IsTerminal(int(s.in.Fd())) {
		return false, errorWithHint(tr.Errorf("there is no terminal to ask for a yes on"), tr.T("add --yes"))
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
			return false, failed(tr.Errorf("reading the answer: %w", a.err))
		}
		return tr.Yes(a.line), nil
	}
}

// reset puts an exercise back to how it was at first, and returns where the learner's
// files are.
func (d *desk) reset(ctx context.Context, id string) (string, error) {
	e, err := d.Exercise(id)
	if err != nil {
		return "", err
	}
	res, err := backup.Reset(ctx, d.Course, e, d.progress.Entry(e.ID))
	return res.Backup, err
}
