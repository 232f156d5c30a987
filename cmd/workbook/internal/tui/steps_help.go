package tui

import (
	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
)

// stepHelp says what the keys and the signs of a page of steps mean.
func stepHelp(k stepKeys, width int, t *theme) []string {
	const column = 8
	s := newSheet(min(width-1, maxText))
	s.para(t.text, 1, tr.T("One goroutine runs at a time, and each gets its turn from the schedule. A step is what one of them does from one statement to the next, "+
		"or half of a statement that reads and then writes."))
	s.blank()
	for _, b := range k.all() {
		if b.Enabled() {
			s.hanging(t.text, " "+fit(t.accent.Render(b.Help().Key), column)+" ", b.Help().Desc)
		}
	}
	s.hanging(t.text, " "+fit(t.accent.Render(tr.T("wheel")), column)+" ", tr.T("one step on, one step back"))
	s.blank()
	for _, sign := range []struct {
		look       lipgloss.Style
		sign, says string
	}{
		{t.strong, glyphRuns, tr.T("the goroutine that goes on in this step")},
		{t.text, glyphReady, tr.T("one that could go on, and has to wait for its turn")},
		{t.text, glyphWaits, tr.T("one that waits for something, and for what")},
		{t.dim, glyphEnded, tr.T("one that has ended")},
		{t.accent, glyphNow, tr.T("on the bar: this step; a cross is where another goroutine has its turn")},
	} {
		s.hanging(t.text, " "+fit(sign.look.Render(sign.sign), column)+" ", sign.says)
	}
	s.para(t.dim, 1, tr.T("G1, G2 and so on are goroutines in the order in which they came to be."))
	return s.lines
}
