package plain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/ways"
	"workbook/grader/report"
)

// solution compares the learner's code with the reference, or with how others did it.
func (s *session) solution(_ context.Context, args []string) {
	w := s.work
	switch {
	case !w.Solutions:
		s.say("This copy of the course has no reference solutions.")
		return
	case !w.MayCompare():
		s.say("The reference can be seen once this exercise has passed.")
		return
	}
	all, err := ways.Read(s.cfg.Course, w.Current)
	if err != nil {
		s.say(upper(err.Error()) + ".")
		return
	}
	at := 0
	if len(args) > 0 {
		name := strings.Join(args, "_") // as well as its title
		at = slices.IndexFunc(all, func(w ways.Way) bool { return w.Name == name || w.Name == "" && w.Title() == name })
	}
	if at < 0 {
		s.say(fmt.Sprintf("There is no way named %q.", strings.Join(args, " ")), others(all))
		return
	}
	s.compare(all, at)
}

// compare says how the learner's code and a way differ.
func (s *session) compare(all []ways.Way, at int) {
	way := all[at]
	what := "the reference"
	if at > 0 {
		what = "how others did it, " + way.Title()
	}
	s.say(fmt.Sprintf("Your code for %s and %s.", study.Name(s.work.Current), what), way.Says)
	for _, line := range way.Spoken() {
		s.out.part(report.Terminal(line) + "\n")
	}
	s.say("End of the comparison.")
	if at == 0 && len(all) > 1 {
		s.say(others(all))
	}
}

// others names the ways of others.
func others(all []ways.Way) string {
	var names []string
	for _, w := range all[1:] {
		names = append(names, w.Name)
	}
	if len(names) == 0 {
		return "There is no other than the reference."
	}
	return "Others did it in other ways: " + strings.Join(names, ", ") + ". Type solution and such a name."
}
