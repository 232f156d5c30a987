package main

import (
	"context"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
	"workbook/cmd/internal/tr"
)

// The exit codes of every command.
const (
	exitOK          = exit.OK
	exitNotPassed   = exit.NotPassed
	exitUsage       = exit.Usage
	exitFailed      = exit.Broken
	exitInterrupted = exit.Interrupted
)

// A failure is an error with the exit code that it means and with what to do next.
type failure = exit.Failure

// errorWithHint says what is wrong with the command or its input, and what to
// do about it.
func errorWithHint(err error, hints ...string) error { return exit.Wrong(err, hints...) }

// failed says that workbook could not do its part.
func failed(err error, hints ...string) error { return exit.Failed(err, hints...) }

// silent ends the command with a code when its output has said why.
func silent(code int) error { return exit.Silent(code) }

// report writes the error of a command and returns its exit code. No other place
// prints errors.
func (s *session) report(ctx context.Context, err error) int {
	return exit.Report(s.err, "workbook", err, ctx.Err() != nil)
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
