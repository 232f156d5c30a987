package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/exit"
)

// report writes the error of a command and returns its exit code. No other place prints
// errors.
func (s *session) report(ctx context.Context, err error) int {
	return exit.Report(s.err, "workbook-farm", err, ctx.Err() != nil)
}

// noSuchCommand is the argument rule of the root command, which takes none.
func noSuchCommand(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return exit.Wrong(fmt.Errorf("there is no command %q", args[0]), "`workbook-farm help` lists the commands")
}

// noArguments is the argument rule of every other command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return exit.Wrong(fmt.Errorf("%s takes no arguments, but got %q", cmd.CommandPath(), args[0]),
		fmt.Sprintf("`%s --help` lists the flags", cmd.CommandPath()))
}

// flagError says what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	return exit.Wrong(err, fmt.Sprintf("`%s --help` lists the flags", cmd.CommandPath()))
}
