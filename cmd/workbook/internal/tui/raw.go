package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"

	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// newRaw shows what was written during the last run on the open exercise.
func newRaw(w *study.Work, toggle key.Binding) *pager {
	return newPager("Raw output", toggle, func(width int, t *theme) []string {
		return rawLines(w.Run(), width, t)
	})
}

// rawLines is what the compiler, the race detector and the learner's code wrote,
// made safe for the screen and otherwise as it came.
func rawLines(r *study.Run, width int, t *theme) []string {
	s := newSheet(width - 1)
	if r == nil || r.Result == nil {
		return nil
	}
	for _, p := range r.Result.Problems {
		s.para(t.text, 1, fmt.Sprintf("%s: %s", place(p.File, p.Line), p.Message))
	}
	part := func(title, output string) {
		if strings.TrimSpace(output) == "" {
			return
		}
		s.blank()
		s.styled(t.strong.Render(" " + title))
		s.raw(t.text, 2, report.ClipLines(report.Terminal(output), 4*report.MaxLines))
	}
	for _, st := range r.Result.Stages {
		part("stage "+string(st.Name)+": "+st.Verdict.Word(), st.Output)
	}
	for _, c := range r.Failures() {
		part(report.OneLine(c.Title)+": sent", c.Sent)
		part(report.OneLine(c.Title)+": expected", c.Expected)
		part(report.OneLine(c.Title)+": got", c.Got)
	}
	for _, c := range r.Checks {
		part(report.OneLine(c.Title)+" ("+c.Name+"): "+c.Verdict.Word(), c.Output)
	}
	if len(s.lines) == 0 {
		s.para(t.dim, 1, "Nothing was written during this run.")
	}
	return s.lines
}
