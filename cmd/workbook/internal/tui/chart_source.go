package tui

import (
	"fmt"
	"slices"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A spot is a place in the source of a picture. Line 0 is none.
type spot struct {
	file         string
	line, column int
	state        picture.State // of who stands there; empty: who panicked
}

// place is where to look at the cursor: where its event was, or the last step before it, and
// at the end where somebody panicked or waits.
func (c *chart) place() spot {
	if c.ended() {
		return c.last()
	}
	for i := c.cursor; i >= 0; i-- {
		e := c.p.Events[i]
		if e.File == "" || e.Line == 0 || i < c.cursor && e.Kind != picture.GoesOn {
			continue
		}
		s := spot{e.File, e.Line, e.Column, picture.Runs}
		switch {
		case i < c.cursor:
			s.column = 0
		case e.Kind == picture.Breaks:
			s.state = ""
		case e.Kind != picture.GoesOn:
			if span, there := c.p.At(e.Lane, i); there {
				s.state = span.State
			}
		}
		return s
	}
	for _, e := range c.p.Events[c.cursor:] { // before the first step: where that will be
		if e.Kind == picture.GoesOn {
			return spot{file: e.File, line: e.Line, state: picture.Ready}
		}
	}
	return spot{}
}

// last is where to look at the end: at the lane that is chosen, if it stands anywhere, else at
// one that panicked, or waits.
func (c *chart) last() spot {
	if s := c.stands(c.lane()); s.line > 0 {
		return s
	}
	var waits spot
	for i, l := range c.p.Lanes {
		switch s := c.stands(i); {
		case s.line == 0:
		case l.Fate == picture.Panicked:
			return s
		case waits.line == 0:
			waits = s
		}
	}
	if waits.line > 0 {
		return waits
	}
	for i := c.event(); i >= 0; i-- {
		if e := c.p.Events[i]; e.Kind == picture.GoesOn {
			return spot{file: e.File, line: e.Line, state: picture.Runs}
		}
	}
	return spot{}
}

// stands is where a lane is at the cursor.
func (c *chart) stands(lane int) spot {
	if lane < 0 {
		return spot{}
	}
	if c.p.Lanes[lane].Fate == picture.Panicked {
		for i := c.event(); i >= 0; i-- {
			if e := c.p.Events[i]; e.Lane == lane && e.Kind == picture.Breaks {
				return spot{file: e.File, line: e.Line}
			}
		}
	}
	s, there := c.p.At(lane, c.event())
	if !there || s.State != picture.Runs && s.File == "" {
		return spot{}
	}
	if s.State == picture.Runs {
		for i := c.event(); i >= s.From; i-- {
			if e := c.p.Events[i]; e.Lane == lane && e.Kind == picture.GoesOn {
				return spot{e.File, e.Line, e.Column, picture.Runs}
			}
		}
	}
	return spot{s.File, s.Line, 0, s.State}
}

// A chartSource is the source below the lanes.
type chartSource struct {
	theme    *theme
	chart    *chart
	listings map[int]*listing // by file
	width    int
}

// file is the one of a name; nil: it is not part of the picture.
func (s *chartSource) file(name string) *listing {
	at := slices.IndexFunc(s.chart.p.Files, func(f steps.Source) bool { return report.OneLine(f.Name) == name })
	if at < 0 {
		return nil
	}
	if s.listings[at] == nil {
		s.listings[at] = newListing(s.chart.p.Files[at].Text, s.width, 2, s.theme)
	}
	return s.listings[at]
}

// rows are the lines around a place, with who stands there and around.
func (s *chartSource) rows(at spot, height int) []string {
	list := s.file(at.file)
	if list == nil || height < 1 {
		return nil
	}
	caret := ""
	if column, ok := list.column(at.line, at.column); ok {
		caret = strings.Repeat(" ", list.names+list.least+2+column) + s.theme.accent.Render(glyphCaret)
	}
	first, last, ok := list.span(at.line)
	if !ok {
		return nil
	}
	if caret != "" {
		height--
	}
	from := max(min(first-(height-1)/2, len(list.rows)-height), 0)
	from = max(from, last-height+1)
	marks := s.marks(at.file)
	var out []string
	for i := from; i < len(list.rows) && i < from+height; i++ {
		out = append(out, s.row(list, list.rows[i], at, marks, i == list.last(list.rows[i].line)))
		if i == last && caret != "" {
			out = append(out, caret)
		}
	}
	return out
}

func (l *listing) last(line int) int {
	_, last, _ := l.span(line)
	return last
}

// marks are the lanes that stand at each line of a file.
func (s *chartSource) marks(file string) map[int][]int {
	all := map[int][]int{}
	for i := range s.chart.p.Lanes {
		if at := s.chart.stands(i); at.line > 0 && at.file == file {
			all[at.line] = append(all[at.line], i)
		}
	}
	return all
}

// row is a row of a line, with who stands there behind it.
func (s *chartSource) row(l *listing, r listingRow, at spot, marks map[int][]int, last bool) string {
	t := s.theme
	sign, number, here := "  ", t.dim, marks[r.line]
	if r.head {
		switch {
		case r.line == at.line:
			sign, number = t.accent.Render(s.sign(at.state))+" ", t.strong
		case len(here) > 0:
			sign = t.dim.Render(s.sign(s.chart.stands(here[0]).state)) + " "
		}
	}
	digits := strings.Repeat(" ", l.least)
	if r.head {
		digits = fmt.Sprintf("%*d", l.least, r.line)
	}
	line := sign + number.Render(digits) + "  " + r.code
	if len(here) == 0 || !last {
		return line
	}
	const gap, least = 3, 8
	if room := s.width - r.width - l.least - 4 - gap; room >= least {
		line += strings.Repeat(" ", gap) + t.dim.Render(shorten(s.who(here), room))
	}
	return line
}

func (s *chartSource) sign(state picture.State) string {
	switch state {
	case picture.Runs:
		return glyphRuns
	case picture.Ready:
		return glyphReady
	case "":
		return glyphFailing
	}
	return glyphWaits
}

// who names the lanes at a line, with what the first of them does.
func (s *chartSource) who(lanes []int) string {
	const most = 3
	var names []string
	for _, lane := range lanes[:min(len(lanes), most)] {
		names = append(names, s.chart.name(lane))
	}
	said := strings.Join(names, ", ")
	if n := len(lanes) - most; n > 0 {
		said += " " + tr.N(n, "and %s more", "and %s more", wording.Number(n))
	}
	if span, there := s.chart.p.At(lanes[0], s.chart.event()); there && span.State == picture.Waits && len(lanes) == 1 {
		said += ": " + wording.Waits(span.On)
	}
	return said
}
