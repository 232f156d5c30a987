package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// The exit codes of every command.
const (
	exitOK          = report.ExitPassed      // every exercise named passed; the command did what it was told
	exitNotPassed   = report.ExitNotPassed   // an exercise did not pass; the doctor found a problem
	exitUsage       = 2                      // the command or its input is wrong
	exitFailed      = report.ExitGraderError // the grader, or workbook itself, failed
	exitInterrupted = 130                    // Ctrl-C, as shells have it
)

// A failure is an error with the exit code that it means and with what to do
// next. An error that is no failure means exitUsage.
type failure struct {
	err   error // nil: all has been said already
	code  int
	hints []string
}

func (f *failure) Error() string {
	if f.err == nil {
		return tr.T("exit code %d", f.code)
	}
	return f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// errorWithHint says what is wrong with the command or its input, and what to
// do about it.
func errorWithHint(err error, hints ...string) error {
	return &failure{err: err, code: exitUsage, hints: hints}
}

// failed says that workbook could not do its part.
func failed(err error, hints ...string) error {
	return &failure{err: err, code: exitFailed, hints: hints}
}

// silent ends the command with a code when its output has said why.
func silent(code int) error {
	if code == exitOK {
		return nil
	}
	return &failure{code: code}
}

// report writes the error of a command and returns its exit code. No other place
// prints errors.
func (s *session) report(ctx context.Context, err error) int {
	if err == nil {
		return exitOK
	}
	if ctx.Err() != nil {
		fmt.Fprintln(s.err, tr.T("workbook: interrupted"))
		return exitInterrupted
	}
	f := &failure{code: exitUsage}
	if !errors.As(err, &f) || f.err != nil {
		fmt.Fprintln(s.err, tr.T("workbook: error: %s", report.Terminal(err.Error())))
	}
	for _, hint := range f.hints {
		fmt.Fprintln(s.err, tr.T("hint: %s", report.Terminal(hint)))
	}
	return f.code
}

// noSuchCommand is the argument rule of the root command, which takes none.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := tr.T("`workbook help` lists the commands")
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = tr.T("did you mean %s?", tr.Or(near))
	} else if args[0] != "" && args[0][0] >= '0' && args[0][0] <= '9' {
		hint = tr.T("to grade an exercise: workbook grade %s", args[0])
	}
	return errorWithHint(tr.Errorf("there is no command %q", args[0]), hint)
}
