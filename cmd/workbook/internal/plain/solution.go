package plain

import (
	"context"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/ways"
	"workbook/grader/report"
)

// solution compares the learner's code with the reference, or with how others did it.
func (s *session) solution(_ context.Context, args []string) {
	w := s.work
	switch {
	case !w.Solutions:
		s.say(tr.T("This copy of the course has no reference solutions."))
		return
	case !w.MayCompare():
		s.say(tr.T("The reference can be seen once this exercise has passed."))
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
		at = slices.IndexFunc(all, func(w ways.Way) bool {
			return w.Name == name || w.Name == "" && (name == "reference" || name == w.Title())
		})
	}
	if at < 0 {
		s.say(tr.T("There is no way named %q.", strings.Join(args, " ")), others(all))
		return
	}
	s.compare(all, at)
}

// compare says how the learner's code and a way differ.
func (s *session) compare(all []ways.Way, at int) {
	way := all[at]
	what := tr.T("the reference")
	if at > 0 {
		what = tr.T("how others did it, %s", way.Title())
	}
	s.say(tr.T("Your code for %s and %s.", study.Name(s.work.Current), what), way.Says)
	for _, line := range way.Spoken() {
		s.out.part(report.Terminal(line) + "\n")
	}
	s.say(tr.T("End of the comparison."))
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
		return tr.T("There is no other than the reference.")
	}
	return tr.T("Others did it in other ways: %s. Type solution and such a name.", strings.Join(names, ", "))
}
