package tui

import "workbook/cmd/internal/tr"

// demoHelp says what the keys of a page with a demo mean, and what it shows.
func demoHelp(k demoKeys, width int, t *theme) []string {
	const column = 13
	s := newSheet(min(width-1, maxText))
	s.para(t.text, 1, tr.T("A demo runs real servers, clients, goroutines and processes on this machine and shows what it measures. "+
		"Nothing of yours is run, and no figure is made up: another run has other figures."))
	s.blank()
	for _, b := range k.all() {
		if b.Enabled() {
			s.hanging(t.text, " "+fit(t.accent.Render(b.Help().Key), column)+" ", b.Help().Desc)
		}
	}
	s.hanging(t.text, " "+fit(t.accent.Render(tr.T("wheel")), column)+" ", tr.T("scroll"))
	s.blank()
	s.para(t.text, 1, tr.T("Two figures in a row are those of the run before and of this one."))
	s.blank()
	s.para(t.dim, 1, tr.T("A demo and the grader would disturb each other: a demo waits until nothing is graded, unless you press r. "+
		"When you save, the verdict comes first, and the demo stops."))
	return s.lines
}
