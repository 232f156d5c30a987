package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/handover"
	"workbook/cmd/internal/tr"
)

// Commands that another program has, which is linked with what learners never need. Their
// flags are that program's, and so is their help.

// serveProgram is the one of a class's service.
const serveProgram = "workbook-serve"

func serveCommand(s *session) *cobra.Command {
	return s.elsewhere(serveProgram, "serve", tr.T("Grade for a class, over HTTP"),
		tr.T(`Grade for a class, over HTTP: students hand in with submit, see the verdict as if it was
reached on their own machine, and their page in a browser; an instructor sees how the
class does. `+"`workbook class`"+` says who belongs to it.

It is a program of its own, workbook-serve, which is built when it is first needed.
`+"`workbook serve --help`"+` shows its flags.`))
}

func classCommand(s *session) *cobra.Command {
	return s.elsewhere(serveProgram, "class", tr.T("Say who belongs to a class, and give them tokens"),
		tr.T(`Say who belongs to the class that `+"`workbook serve`"+` grades for: class add NAME..., class
token NAME..., class revoke NAME..., class list. A token is shown once.

It is a program of its own, workbook-serve, which is built when it is first needed.
`+"`workbook class --help`"+` shows its flags.`))
}

// elsewhere is a command that goes on as another program.
func (s *session) elsewhere(program, name, short, long string) *cobra.Command {
	return &cobra.Command{
		Use: name, Short: short, Long: long,
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if s.courseDir != "" { // it stood before the command's name
				args = append([]string{"--course", s.courseDir}, args...)
			}
			return s.handOver(cmd, program, append([]string{name}, args...))
		},
	}
}

// handOver goes on as another program, seen from the course, or from here without one.
func (s *session) handOver(cmd *cobra.Command, program string, args []string) error {
	near := s.courseDir
	if root, err := s.findCourse(); err == nil {
		near = root
	}
	status, err := handover.Program{Name: program, Near: near, Tell: s.note}.Run(cmd.Context(), args)
	switch {
	case err == nil:
		return silent(status)
	case errors.Is(err, handover.ErrAbsent):
		return errorWithHint(err, tr.T("run it where the instructor's repository is"))
	case errors.Is(err, handover.ErrNoGo):
		return failed(err, tr.T("or put %s beside %s", program, os.Args[0]))
	}
	return failed(err)
}
