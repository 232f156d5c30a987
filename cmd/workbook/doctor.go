package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/workbook/internal/doctor"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/report"
)

func doctorCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Look at this machine and say what is missing",
		Long: `Look at Go, the C compiler for the race stage, the watcher, the terminal, the
folders that are written to and the disk, and say what to do about each problem.
The exit code is 1 when something essential is missing.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			findings := doctor.Examine(cmd.Context(), s.machine())
			if err := cmd.Context().Err(); err != nil {
				return err
			}
			s.findings(findings)
			if !doctor.Healthy(findings) {
				return silent(exitNotPassed)
			}
			return nil
		},
	}
}

// machine gathers what only the program itself can see. Whatever is missing is
// a finding and no error.
func (s *session) machine() doctor.Machine {
	m := doctor.Machine{Terminal: s.terminal(), Poll: os.Getenv("WORKBOOK_POLL") == "1"}
	root, err := s.findCourse()
	if err != nil {
		m.CourseErr = err
		return m
	}
	m.Root = root
	c, err := course.Load(root)
	if err != nil {
		m.CourseErr = err
		return m
	}
	m.Course, m.Solutions = report.OneLine(c.Title), c.HasSolutions()
	if g, err := grader.New(c, grader.Options{}); err == nil { // without Go there is none, which is a finding of its own
		defer g.Close()
		m.Isolation, m.Walls, m.Race = g.Isolation(), jail.Probe().Missing, g.RaceUnavailable
	}
	return m
}

func (s *session) terminal() doctor.Terminal {
	t := doctor.Terminal{
		Is:   s.out.terminal && term.IsTerminal(int(s.in.Fd())),
		Name: os.Getenv("TERM"), Color: s.out.color, WhyPlain: s.out.whyPlain,
	}
	if w, h, err := term.GetSize(int(s.out.Fd())); err == nil {
		t.Width, t.Height = w, h
	}
	return t
}

var severityColors = map[doctor.Severity]string{doctor.Fine: green, doctor.Note: yellow, doctor.Problem: red}

func (s *session) findings(findings []doctor.Finding) {
	for _, f := range findings {
		s.out.printf("%s  %-12s  %s\n", s.out.paint(severityColors[f.Severity], fmt.Sprintf("%-7s", f.Severity)), f.Name, report.OneLine(f.Detail))
		if f.Remedy != "" {
			s.out.printf("%s\n", s.out.wrap(9, "to do: "+f.Remedy))
		}
	}
}
