package study

import (
	"fmt"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// An Output is something that was written during a run, or sent, or got.
type Output struct{ Title, Text string }

// Outputs are what the compiler, the race detector and the learner's code wrote during a
// run that has a verdict. They are made safe for a terminal, and otherwise as they came.
func (r *Run) Outputs() []Output {
	if r == nil || r.Result == nil {
		return nil
	}
	var out []Output
	add := func(title, text string) {
		if strings.TrimSpace(text) != "" {
			out = append(out, Output{title, report.ClipLines(report.Terminal(text), 4*report.MaxLines)})
		}
	}
	for _, st := range r.Result.Stages {
		add(tr.T("stage %s: %s", string(st.Name), tr.Verdict(st.Verdict)), st.Output)
	}
	for _, c := range r.failures() {
		title := report.OneLine(c.Title)
		add(title+": "+tr.T("sent"), c.Sent)
		add(title+": "+tr.T("expected"), c.Expected)
		add(title+": "+tr.T("got"), c.Got)
	}
	for _, c := range r.Checks {
		add(fmt.Sprintf("%s (%s): %s", report.OneLine(c.Title), c.Name, tr.Verdict(c.Verdict)), c.Output)
	}
	return out
}
