// Workbook teaches concurrent Go in the terminal: a lesson, a package to edit,
// and a grader that says what the code did.
//
// Without arguments it opens the screens, with --plain the line mode; `workbook help` lists the commands.
// Exit codes are in exit.go, what every command prints and how in output.go.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
)

func main() {
	usableFiles()
	os.Exit(run(newSession(), os.Args[1:]))
}

// run executes one command and returns the exit code.
func run(s *session, args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once

	tr.Use(s.speaks(args))
	root := rootCommand(s)
	root.SetArgs(args)
	return s.report(ctx, root.ExecuteContext(ctx))
}

func rootCommand(s *session) *cobra.Command {
	root := &cobra.Command{
		Use:   "workbook",
		Short: tr.T("Learn concurrent Go: read a lesson, edit a package, see what it did"),
		Long: tr.T(`Workbook teaches concurrent Go in the terminal. Without a command it opens its
screens, or says where you stand when there is no terminal. --plain does all that
the screens do in lines, for a screen reader and for a terminal that cannot be
drawn on; at its prompt, help says what can be typed.

An exercise can be named by its id (02_spawned), its number (2) or its name
(spawned).`),
		Version:           version(),
		Args:              noSuchCommand,
		SilenceErrors:     true, // report prints them
		SilenceUsage:      true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return s.settle(cmd) },
		RunE:              func(cmd *cobra.Command, _ []string) error { return s.start(cmd.Context(), cmd) },
	}
	root.PersistentFlags().StringVar(&s.courseDir, "course", "",
		tr.T("the course's `folder`; default: $%s, or the working directory or one above it", courseEnv))
	root.PersistentFlags().StringVar(&s.language, "lang", "",
		tr.T("the `language` to read, where it is translated: de, or several, pt-BR,es;\ndefault: $LANGUAGE, $LC_ALL, $LC_MESSAGES, $LANG"))
	_ = root.RegisterFlagCompletionFunc("lang", s.completeLanguage) // it fails for a flag that is none
	s.look.declare(root)
	root.SetFlagErrorFunc(flagError)
	root.SetOut(s.out)
	root.SetErr(s.err)

	cobra.EnableCommandSorting = false // in the order in which a learner meets them
	root.AddCommand(
		listCommand(s),
		lessonCommand(s),
		gradeCommand(s),
		traceCommand(s),
		loginCommand(s),
		submitCommand(s),
		hintCommand(s),
		demoCommand(s),
		solutionCommand(s),
		resetCommand(s),
		batchCommand(s),
		reportCommand(s),
		gradesCommand(s),
		newCommand(s),
		verifyCommand(s),
		benchCommand(s),
		translatedCommand(s),
		releaseCommand(s),
		serveCommand(s),
		classCommand(s),
		doctorCommand(s),
		exerciseTopic(),
		schedulesTopic(),
	)
	translateHelp(root)
	return root
}
