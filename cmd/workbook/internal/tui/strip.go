package tui

import (
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/drawing"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// How many lanes stand below a failure, and how high the pane has to be for any.
const (
	fewestLanes = 4
	mostLanes   = 8
	stripFrom   = 12 // rows of the pane
)

// strip draws the lanes that tell most of how the chosen fault came about, as many as the pane
// has room for below what is said of it.
func (v verdict) strip(s *sheet) {
	if v.sketch == nil || v.height < stripFrom {
		return
	}
	p := v.sketch(v.choice)
	if p == nil {
		return
	}
	if p.Source == picture.Trace { // another run than the verdict's, and not step by step
		s.para(v.theme.dim, 4, tr.T("Traced by Go while goroutines ran as they came."))
	}
	rows := min(max(v.height-len(s.lines)-1, fewestLanes), mostLanes)
	text := drawing.Strip(p, p.Telling(rows), v.theme.look(s.width))
	for line := range strings.Lines(text) {
		s.styled(strings.TrimSuffix(line, "\n"))
	}
}

// mend says of a check that failed before and passes now how to see both.
func (v verdict) mend(s *sheet) {
	if len(v.mended) == 0 {
		return
	}
	title := report.OneLine(v.mended[0].Title)
	if len(v.run.Faults()) > 0 {
		s.para(v.theme.dim, 2, tr.T("“%s” passes now: T shows its run before and now.", title))
		s.blank()
		return
	}
	s.para(v.theme.text, 2, tr.T("Press t to see “%s” as it failed before, and as it passes now.", title))
}
