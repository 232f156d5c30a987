package main

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// offerSteps tells of checks that failed under a schedule how to see that.
func (s *session) offerSteps(rep *report.Report, flags gradeFlags) {
	for _, e := range rep.Exercises {
		for _, c := range e.Checks {
			if c.Schedule == 0 || !c.Verdict.Failed() {
				continue
			}
			command := self() + " trace " + e.ID + " --check " + c.Name
			if flags.from != "" {
				command += " --from " + inShell(flags.from)
			}
			if flags.key != "" {
				command += " --key " + inShell(flags.key)
			}
			s.note(tr.T("see it step by step: %s --schedule %d", command, c.Schedule))
		}
	}
}

// inShell writes a word as a shell takes it.
func inShell(word string) string {
	if !strings.ContainsAny(word, " \t\n\"'`$&|;<>()*?[]#~!\\{}") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
