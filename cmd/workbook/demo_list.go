package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"workbook/cmd/internal/tr"
	"workbook/grader/course"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// listDemos lists the demos, with what can be set and the exercises that they belong to.
func (s *session) listDemos(flags demoFlags) error {
	switch {
	case flags.format == demoJSON && flags.output == "":
		return s.out.json(demoListing{demosSchema, demo.All(report.English)})
	case flags.format != demoText || flags.output != "" || len(flags.set) > 0:
		return errorWithHint(tr.Errorf("demo needs a name to go with its flags"), tr.T("`workbook demo` lists them"))
	}
	of := s.demoExercises()
	for i, d := range demo.All(tr.Printer{}) {
		if i > 0 {
			s.out.printf("\n")
		}
		title := s.out.paint(bold, d.Name)
		if ids := of[d.Name]; len(ids) > 0 {
			title += s.out.paint(dim, "  "+strings.Join(ids, ", "))
		}
		s.out.printf("%s\n%s\n", title, s.out.wrap(2, d.Title))
		for _, p := range d.Params {
			unit := ""
			if p.Unit != "" {
				unit = " " + p.Unit
			}
			s.out.printf("%s\n", s.out.wrap(4, fmt.Sprintf("%s=%d: %s", p.Name, p.Default, tr.T("%s (%d to %d%s)", p.Means, p.Least, p.Most, unit))))
		}
	}
	for _, id := range of[course.OwnDemo] {
		s.out.printf("\n%s\n%s\n", s.out.paint(bold, id), s.out.wrap(2, tr.T("The exercise's own demo.")))
	}
	s.out.printf("\n%s\n", tr.T("Run one: %s demo echo --set clients=6", self()))
	return nil
}

// demoExercises are the ids of exercises by the names of their demos, where there is a course.
func (s *session) demoExercises() map[string][]string {
	of := map[string][]string{}
	c, err := s.openCourse()
	if err != nil {
		return of
	}
	for _, e := range c.Exercises {
		of[e.Demo] = append(of[e.Demo], e.ID)
	}
	return of
}

// completeDemo offers the names of demos to the shell.
func (s *session) completeDemo(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	if len(args) == 0 {
		for _, d := range demo.All(tr.Printer{}) {
			names = append(names, cobra.CompletionWithDesc(d.Name, d.Title))
		}
		for _, id := range s.demoExercises()[course.OwnDemo] {
			names = append(names, cobra.CompletionWithDesc(id, tr.T("The exercise's own demo.")))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
