package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/doctor"
	"workbook/grader"
	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/report"
)

func doctorCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: tr.T("Look at this machine and say what is missing"),
		Long: tr.T(`Look at Go, the C compiler for the race stage, the watcher, the terminal, the
folders that are written to and the disk, and build, wall in and start one program
as the grader does. Say what to do about each problem.
The exit code is 1 when something essential is missing.`),
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			machine, done := s.machine()
			defer done()
			findings := doctor.Examine(cmd.Context(), machine)
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
// a finding and no error. done is called when the findings are there.
func (s *session) machine() (m doctor.Machine, done func()) {
	done = func() {}
	m = doctor.Machine{Terminal: s.terminal(), Poll: os.Getenv("WORKBOOK_POLL") == "1"}
	root, err := s.findCourse()
	if err != nil {
		m.CourseErr = err
		return m, done
	}
	m.Root = root
	if module, err := course.ReadModule(root); err == nil { // else the grader says so
		m.Go = module.Go
	}
	c, err := course.Load(root)
	if err != nil {
		m.CourseErr = err
		return m, done
	}
	m.Course, m.Solutions = report.OneLine(c.Title), c.HasSolutions()
	g, err := grader.New(c, grader.Options{})
	if errors.Is(err, build.ErrNoGo) {
		return m, done // which is a finding of its own
	}
	if err != nil {
		m.Grader = err
		return m, done
	}
	m.Isolation, m.Walls, m.Race, m.Aside = g.Isolation(), jail.Probe().Missing, g.RaceUnavailable, g.Aside()
	m.Grading = func(ctx context.Context) error { return tryGrading(ctx, c, g) }
	return m, func() { _ = g.Close() }
}

// tryGrading has one check of the course's first exercise run with its reference, or,
// where there are no hidden tests, has the stub compiled.
func tryGrading(ctx context.Context, c *course.Course, g *grader.Grader) error {
	ex := c.Exercises[0]
	req := grader.Request{Submissions: []grader.Submission{{Exercise: ex.ID}}, Race: grader.RaceOff}
	i := slices.IndexFunc(ex.Checks, func(c course.Check) bool { return c.Kind == report.Inside && len(c.Needs) == 0 })
	if c.HasSolutions() && i >= 0 {
		req.Submissions[0].Dir = c.SolutionDir(ex.ID)
		req.Checks = []string{ex.Checks[i].Name}
	}
	var compiled, checked report.Verdict
	rep, err := g.Grade(ctx, req, func(e grader.Event) {
		switch e := e.(type) {
		case grader.StageFinished:
			if e.Stage.Name == report.Compile {
				compiled = e.Stage.Verdict
			}
		case grader.CheckFinished:
			checked = e.Check.Verdict
		}
	})
	switch {
	case err != nil:
		return err
	case len(req.Checks) > 0 && checked != report.Pass, compiled != report.Pass:
		return errors.New(rep.Exercises[0].Message)
	}
	return nil
}

func (s *session) terminal() doctor.Terminal {
	t := doctor.Terminal{
		Is: term.IsTerminal(int(s.out.Fd())) && term.IsTerminal(int(s.in.Fd())), Lines: accessible() || !s.out.terminal,
		Name: os.Getenv("TERM"), Color: s.out.color, WhyPlain: s.out.whyPlain,
	}
	if w, h, err := term.GetSize(int(s.out.Fd())); err == nil {
		t.Width, t.Height = w, h
	}
	return t
}

var severityColors = map[doctor.Severity]string{doctor.Fine: green, doctor.Note: yellow, doctor.Problem: red}

func (s *session) findings(findings []doctor.Finding) {
	words, names := 7, 12
	for _, f := range findings {
		words, names = max(words, utf8.RuneCountInString(f.Severity.Word())), max(names, utf8.RuneCountInString(f.Name))
	}
	for _, f := range findings {
		s.out.printf("%s  %-*s  %s\n", s.out.paint(severityColors[f.Severity], fmt.Sprintf("%-*s", words, f.Severity.Word())), names, f.Name, report.OneLine(f.Detail))
		if f.Remedy != "" {
			s.out.printf("%s\n", s.out.wrap(words+2, tr.T("to do: %s", f.Remedy)))
		}
	}
}
