package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/grader/report"
)

// A telling says in words what a step does.
type telling struct {
	theme  *theme
	record *stepping.Record
	width  int
	world  bool // also what was seen from outside
}

// lines are who goes on and why, what comes of it, what was seen, and at the end how
// the run ended. Where they are more than most, what comes of it is left out: the next step
// shows it.
func (d telling) lines(step, most int) []string {
	all := d.told(step, d.record.Then(step))
	if len(all) > most {
		all = d.told(step, "")
	}
	if len(all) > most && most > 0 {
		all = all[:most]
		all[most-1] = strings.TrimRight(fit(all[most-1], d.width-2), " ") + "…"
	}
	return all
}

// wanted is how many lines a step wants at least.
func (d telling) wanted(step int) int { return len(d.told(step, "")) }

func (d telling) told(step int, then string) []string {
	t, r, s := d.theme, d.record, newSheet(d.width)
	if words := strings.TrimSpace(r.Turn(step) + " " + then); words != "" {
		s.para(t.text, 1, words)
	}
	if d.world {
		var seen []string
		for _, m := range r.In(step) {
			seen = append(seen, m.Text)
		}
		if len(seen) > 0 {
			s.para(t.dim, 1, tr.T("Seen from outside: %s", clipped(strings.Join(seen, " "+glyphDot+" "))))
		}
	}
	if r.Ended(step) {
		look, mark := endSign(t, r.Verdict())
		s.hanging(t.text, " "+look.Render(mark)+" ", clipped(r.Ending()))
	}
	return s.lines
}

// endSign is the look and the sign of a verdict.
func endSign(t *theme, v report.Verdict) (lipgloss.Style, string) {
	switch {
	case v.Passed():
		return t.good, glyphPassed
	case v.Failed():
		return t.bad, glyphFailing
	}
	return t.dim, glyphNotRun
}
