// Workbook-serve is the service of a class: it takes what students hand in, grades it in
// their turn, and shows how they and the class stand. `workbook serve` and `workbook class`
// go on as this program, which is one of its own because it needs a database.
//
// Its packages are below internal: store keeps what must last, queue says whose turn it
// is, marking grades, and web is all of it over HTTP.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	_ "workbook/grader/jail/warden" // so that jail can start processes through this program

	"workbook/cmd/internal/exit"
)

func main() { os.Exit(run(os.Args[1:])) }

// run executes one command and returns the exit code.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	root := rootCommand()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	return exit.Report(os.Stderr, "workbook", err, errors.Is(err, context.Canceled) && ctx.Err() != nil)
}

func rootCommand() *cobra.Command {
	s := &session{}
	root := &cobra.Command{
		Use: "workbook", SilenceErrors: true, SilenceUsage: true,
		Short:             "The service of a class",
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return exit.Wrong(fmt.Errorf("there is no command %q", args[0]), "the commands are serve and class")
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	f := root.PersistentFlags()
	f.StringVar(&s.course, "course", "", "the course's `folder`; default: $WORKBOOK_COURSE, or the working directory or one above it")
	f.StringVar(&s.db, "db", "", "the `file` that keeps the class and what it hands in; default: .workbook/class.db in the course")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return exit.Wrong(err, "`"+cmd.CommandPath()+" --help` shows the flags")
	})
	root.AddCommand(serveCommand(s), classCommand(s))
	return root
}
