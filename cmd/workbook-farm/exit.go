package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"workbook/grader/report"
)

// The exit codes, which are those of workbook.
const (
	exitUsage       = 2                      // the command or its input is wrong
	exitFailed      = report.ExitGraderError // the farm itself failed
	exitInterrupted = 130                    // Ctrl-C, as shells have it
)

// A failure is an error with the exit code that it means and with what to do next. An
// error that is no failure means exitUsage.
type failure struct {
	err   error
	code  int
	hints []string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// errorWithHint says what is wrong with the command or its input, and what to do about it.
func errorWithHint(err error, hints ...string) error {
	return &failure{err: err, code: exitUsage, hints: hints}
}

// failed says that the farm could not do its part.
func failed(err error, hints ...string) error {
	return &failure{err: err, code: exitFailed, hints: hints}
}

// report writes the error of a command and returns its exit code. No other place prints
// errors.
func (s *session) report(ctx context.Context, err error) int {
	if err == nil {
		return 0
	}
	if ctx.Err() != nil {
		fmt.Fprintln(s.err, "workbook-farm: interrupted")
		return exitInterrupted
	}
	f := &failure{code: exitUsage}
	errors.As(err, &f)
	fmt.Fprintln(s.err, "workbook-farm: error: "+report.Terminal(err.Error()))
	for _, hint := range f.hints {
		fmt.Fprintln(s.err, "hint: "+report.Terminal(hint))
	}
	return f.code
}

// noSuchCommand is the argument rule of the root command, which takes none.
func noSuchCommand(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return errorWithHint(fmt.Errorf("there is no command %q", args[0]), "`workbook-farm help` lists the commands")
}

// noArguments is the argument rule of every other command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return errorWithHint(fmt.Errorf("%s takes no arguments, but got %q", cmd.CommandPath(), args[0]),
		fmt.Sprintf("`%s --help` lists the flags", cmd.CommandPath()))
}

// flagError says what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	return errorWithHint(err, fmt.Sprintf("`%s --help` lists the flags", cmd.CommandPath()))
}
