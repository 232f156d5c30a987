// Workbook-farm grades on many machines: `serve` runs a queue, `work` on each machine takes
// work from it, and `workbook batch --farm URL` hands a class in.
//
// It is a program of its own, because it has a message server (NATS) in it, which nobody who
// learns needs; package workbook/cmd/internal/handover finds or builds it. What is
// in the queue says package farm, what it takes of a machine SIZING.md beside this file.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(&session{in: os.Stdin, out: os.Stdout, err: os.Stderr}, os.Args[1:])) }

// run executes one command and returns the exit code.
func run(s *session, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	root := rootCommand(s)
	root.SetArgs(args)
	return s.report(ctx, root.ExecuteContext(ctx))
}

func rootCommand(s *session) *cobra.Command {
	root := &cobra.Command{
		Use:   "workbook-farm",
		Short: "Grade on many machines",
		Long: `Grade on many machines. One runs the queue, any number take work from it, and an
instructor hands a class in to it:

  workbook-farm serve --listen 10.0.0.1:4222 --tls-cert cert.pem --tls-key key.pem
  workbook-farm work --farm tls://10.0.0.1:4222 --token-file token
  workbook batch submissions/ --farm tls://10.0.0.1:4222

Each machine needs the course as the queue has it, the same Go, and this very program:
copy the file, or build it by ` + "`" + `CGO_ENABLED=0 go build -trimpath -buildvcs=false
./cmd/workbook-farm` + "`" + ` in each place, as ` + "`" + `workbook batch --farm` + "`" + ` does. Who differs is
refused and told in what.
Machines that work wall submissions in as --untrusted does.`,
		Args:          noSuchCommand,
		SilenceErrors: true, // report prints them
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVar(&s.courseDir, "course", "",
		"the course's `folder`; default: $"+courseEnv+", or the working directory or one above it")
	root.SetFlagErrorFunc(flagError)
	root.SetOut(s.out)
	root.SetErr(s.err)
	cobra.EnableCommandSorting = false // in the order in which they are needed
	root.AddCommand(serveCommand(s), workCommand(s), statusCommand(s), gradeCommand(s))
	return root
}
