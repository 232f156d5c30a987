package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/ways"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A solutionRequest is what the flags of solution ask for.
type solutionRequest struct {
	spoil  bool
	source bool
	list   bool
	style  string
}

func solutionCommand(s *session) *cobra.Command {
	var req solutionRequest
	cmd := &cobra.Command{
		Use:   tr.T("solution EXERCISE"),
		Short: tr.T("Compare your code with the reference, once you have passed"),
		Long: tr.T(`Compare your code with the reference, once you have passed, or with what others
wrote: known-right solutions in other styles, each with a sentence on what it trades.

The comparison goes by declaration. Lines that both have are dim; the signs before
the others say whose they are. In a terminal of 100 columns or more the two stand side
by side.`),
		Example: "  workbook solution 02\n  workbook solution 02 --styles\n" +
			"  workbook solution 02 --style errgroup\n  workbook solution 02 --source > reference.go",
		Args:              oneExercise,
		ValidArgsFunction: s.complete(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, e, err := s.exercise(cmd.Context(), args)
			if err != nil {
				return err
			}
			if d.progress.Entry(e.ID).FirstPassed.IsZero() && !req.spoil {
				return errorWithHint(tr.Errorf("%s has not passed yet, and the reference shows after a pass", e.ID),
					tr.T("a hint may be enough: %s hint %s", self(), e.ID),
					tr.T("to see it all the same, add --spoil"))
			}
			return s.solution(d.Course, e, req)
		},
	}
	cmd.Flags().BoolVar(&req.spoil, "spoil", false, tr.T("show it before the exercise has passed"))
	cmd.Flags().BoolVar(&req.list, "styles", false, tr.T("list how others did it, and what each trades"))
	cmd.Flags().StringVar(&req.style, "style", "", tr.T("compare with what others did, by its `NAME` in --styles"))
	cmd.Flags().BoolVar(&req.source, "source", false, tr.T("write the file as it stands, instead of comparing"))
	cmd.MarkFlagsMutuallyExclusive("styles", "style")
	cmd.MarkFlagsMutuallyExclusive("styles", "source")
	_ = cmd.RegisterFlagCompletionFunc("style", s.completeStyle)
	return cmd
}

func (s *session) solution(c *course.Course, e *course.Exercise, req solutionRequest) error {
	all, err := ways.Read(c, e)
	switch {
	case errors.Is(err, ways.ErrNoSolutions):
		return errorWithHint(err, tr.T("a student release leaves them out; ask whoever gave you the course"))
	case err != nil:
		return errorWithHint(err)
	case req.list:
		s.styles(e, all)
		return nil
	}
	at := slices.IndexFunc(all, func(w ways.Way) bool { return w.Name == req.style })
	if at < 0 {
		return errorWithHint(tr.Errorf("there is no style %q of %s", req.style, e.ID),
			tr.T("there are %s", strings.Join(styleNames(all), ", ")))
	}
	if req.source {
		s.source(all[at])
		return nil
	}
	s.compare(e, all, at)
	return nil
}

// compare writes the learner's code beside one way, and how to see the others.
func (s *session) compare(e *course.Exercise, all []ways.Way, at int) {
	w := all[at]
	s.out.printf("%s\n", s.out.paint(bold, heading(e, w)))
	if w.Says != "" {
		s.out.printf("%s\n", s.out.wrap(0, w.Says))
	}
	s.out.printf("%s\n\n", s.out.paint(dim, w.Place))
	_, _ = s.out.WriteString(s.comparison(w))
	if names := styleNames(all); at == 0 && len(names) > 0 {
		s.out.printf("\n%s\n", tr.T("Others did it in other ways: %s solution %s --style NAME", self(), e.ID)+"\n"+s.out.wrap(2, strings.Join(names, ", ")))
	}
}

// comparison is the learner's code beside a way: in columns and signs, or in words.
func (s *session) comparison(w ways.Way) string {
	var sb strings.Builder
	if s.out.spoken {
		for _, l := range w.Spoken() {
			sb.WriteString(report.Terminal(l) + "\n")
		}
		return sb.String()
	}
	for _, l := range w.Lines(s.out.columns()) {
		sb.WriteString(strings.TrimRight(s.out.line(l), " \n") + "\n")
	}
	return sb.String()
}

// heading says what is compared.
func heading(e *course.Exercise, w ways.Way) string {
	if w.Name == "" {
		return tr.T("%s: your code and the reference", e.ID)
	}
	return tr.T("%s: your code and the style %s", e.ID, w.Title())
}

// styles lists the ways of others.
func (s *session) styles(e *course.Exercise, all []ways.Way) {
	if len(all) == 1 {
		s.out.printf("%s\n", tr.T("%s has the reference only.", e.ID))
		return
	}
	for i, w := range all[1:] {
		if i > 0 {
			s.out.printf("\n")
		}
		s.out.printf("%s\n", s.out.paint(bold, w.Name))
		if w.Says != "" {
			s.out.printf("%s\n", s.out.wrap(2, w.Says))
		}
	}
}

func styleNames(all []ways.Way) []string {
	var names []string
	for _, w := range all[1:] {
		names = append(names, w.Name)
	}
	return names
}

// source writes the files of a way: as they stand, or with colors for a person.
func (s *session) source(w ways.Way) {
	for _, f := range w.Files {
		if !s.out.color {
			_, _ = s.out.WriteString(f.Text)
			continue
		}
		s.out.page(lesson.Page{Blocks: []lesson.Block{lesson.CodeBlock{Lang: "go", Text: report.Terminal(f.Text)}}})
	}
}

// completeStyle offers the ways of others to the shell.
func (s *session) completeStyle(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const no = cobra.ShellCompDirectiveNoFileComp
	c, err := s.openCourse()
	if err != nil || len(args) != 1 {
		return nil, no
	}
	e, err := c.Exercise(args[0])
	if err != nil {
		return nil, no
	}
	cmp, err := c.Comparison(e.ID)
	if err != nil {
		return nil, no
	}
	var names []cobra.Completion
	for _, style := range cmp.Styles {
		names = append(names, cobra.CompletionWithDesc(style.Name, style.Says))
	}
	return names, no
}
