package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/grader/report"
)

// A listing is a file of a submission as it is shown: its lines in the look of code, folded
// at a width.
type listing struct {
	plain []string     // the lines as they were written, but safe to show
	rows  []listingRow // of the screen, without the marks
	first []int        // by line, its first row
	names int          // columns before the number, for who stands at the line
	least int          // digits of a line's number
}

// A listingRow is a row of a line.
type listingRow struct {
	line  int // from 1
	head  bool
	code  string
	width int
}

// nameWidth is what the mark and the name of a goroutine take before a line.
func nameWidth(r *stepping.Record) int {
	const usual = 7
	return max(usual, len(r.Name(r.Goroutines()-1))+3)
}

// newListing lays a file out for so many columns, of which names are for who stands at a
// line.
func newListing(text string, width, names int, t *theme) *listing {
	text = strings.TrimRight(report.Terminal(text), "\n")
	l := &listing{plain: strings.Split(text, "\n"), names: names}
	l.least = len(strconv.Itoa(len(l.plain)))
	room := max(width-names-l.least-2, 8)
	for i, line := range lesson.Go(text) {
		l.first = append(l.first, len(l.rows))
		for k, part := range line.Fold(room) {
			l.rows = append(l.rows, listingRow{i + 1, k == 0, paintCode(part, t), part.Width()})
		}
	}
	return l
}

// paintCode is a line in the look of code.
func paintCode(line lesson.Line, t *theme) string {
	var b strings.Builder
	for _, span := range line {
		b.WriteString(t.span(span.Style).Render(span.Text))
	}
	return b.String()
}

// span are the first and the last row of a line, if it has any.
func (l *listing) span(line int) (first, last int, ok bool) {
	if line < 1 || line > len(l.first) {
		return 0, 0, false
	}
	if line == len(l.first) {
		return l.first[line-1], len(l.rows) - 1, true
	}
	return l.first[line-1], l.first[line] - 1, true
}

// column is where a byte of a line stands in its code; false where the line is folded or
// has no such byte.
func (l *listing) column(line, at int) (int, bool) {
	first, last, ok := l.span(line)
	if !ok || first != last || at < 1 || at > len(l.plain[line-1]) {
		return 0, false
	}
	before, width := l.plain[line-1][:at-1], 0
	for _, r := range before {
		if r == '\t' {
			width += 4 - width%4
		} else {
			width += lipgloss.Width(string(r))
		}
	}
	return width, true
}

// marks are who stands at each line of a file.
type marks map[int][]stepping.Group

// marksIn are those of a step in a file. Whoever has ended stands nowhere, but for one that
// has panicked.
func marksIn(groups []stepping.Group, file string) marks {
	at := make(marks)
	for _, g := range groups {
		if g.File == file && (g.State != stepping.Ended || g.Panicked()) {
			at[g.Line] = append(at[g.Line], g)
		}
	}
	for _, all := range at {
		for i, g := range all {
			if g.State == stepping.Runs { // it stands first
				copy(all[1:], all[:i])
				all[0] = g
			}
		}
	}
	return at
}

// signOf is the mark of a standing.
func signOf(s stepping.Standing) string {
	if s.Panicked() {
		return glyphFailing
	}
	switch s.State {
	case stepping.Runs:
		return glyphRuns
	case stepping.Ready:
		return glyphReady
	case stepping.Ended:
		return glyphEnded
	}
	return glyphWaits
}

// A sourceView shows part of a listing with marks.
type sourceView struct {
	theme  *theme
	record *stepping.Record
	list   *listing
	marks  marks
	step   int
	shown  bool // the file is the one in which the step is
}

// rows are so many rows from one on, and below the line that goes on the column that does.
func (v sourceView) rows(from, height, width int) []string {
	var out []string
	for i := max(from, 0); i < len(v.list.rows) && len(out) < height; i++ {
		row := v.list.rows[i]
		out = append(out, fit(v.row(row, width), width))
		if caret, ok := v.caret(i); ok && len(out) < height {
			out = append(out, fit(caret, width))
		}
	}
	for len(out) < height {
		out = append(out, strings.Repeat(" ", width))
	}
	return out
}

// row is a row with the marks of its line.
func (v sourceView) row(r listingRow, width int) string {
	t, here := v.theme, v.marks[r.line]
	mark, number := strings.Repeat(" ", v.list.names), t.dim
	if len(here) > 0 && r.head {
		g := here[0]
		look := t.lane(g.Goroutine)
		if g.State == stepping.Runs {
			look, number = look.Inherit(t.strong), t.strong
		}
		mark = fit(look.Render(signOf(g.Standing)+" "+v.record.Name(g.Goroutine)), v.list.names)
	}
	digits := strings.Repeat(" ", v.list.least)
	if r.head {
		digits = fmt.Sprintf("%*d", v.list.least, r.line)
	}
	line := mark + number.Render(digits) + "  " + r.code
	last := v.last(r.line)
	if len(here) == 0 || v.list.rows[last] != r {
		return line
	}
	const gap, least = 3, 8
	if room := width - lipgloss.Width(line) - gap; room >= least {
		if notes := v.notes(here); notes != "" {
			line += strings.Repeat(" ", gap) + fitted(notes, room)
		}
	}
	return line
}

func (v sourceView) last(line int) int {
	_, last, _ := v.list.span(line)
	return last
}

// fitted cuts a styled text that is wider than width.
func fitted(text string, width int) string {
	if lipgloss.Width(text) <= width {
		return text
	}
	return fit(text, width)
}

// notes say who else stands at a line, and what those who wait there wait for.
func (v sourceView) notes(here []stepping.Group) string {
	first := here[0]
	var out []string
	for i, g := range here {
		same := func(o stepping.Group) bool { return o.State == g.State && o.On == g.On }
		if slices.ContainsFunc(here[:i], same) {
			continue // it was among those
		}
		var names []string
		more := 0
		for _, o := range here {
			if same(o) && (o.State == stepping.Waits || o.Goroutine != first.Goroutine) {
				names = append(names, v.record.Name(o.Goroutine))
				more += len(o.Members) - 1
			}
		}
		if note := v.note(g, names, more, i == 0); note != "" {
			out = append(out, note)
		}
	}
	return strings.Join(out, "  ")
}

// note is about goroutines that do the same. One whose name stands before the line needs
// no other.
func (v sourceView) note(g stepping.Group, names []string, more int, named bool) string {
	const most = 3
	if n := len(names) - most; n > 0 {
		names, more = names[:most], more+n
	}
	who := strings.Join(names, " ")
	if more > 0 {
		who += " +" + strconv.Itoa(more)
	}
	mark := v.theme.lane(g.Goroutine).Render(signOf(g.Standing) + " " + who)
	switch {
	case who == "":
		return ""
	case g.State != stepping.Waits && !g.Between && !g.Panicked():
		return mark
	case named && more == 0 && len(names) == 1:
		return v.theme.dim.Render(g.Does())
	case more > 0 || len(names) > 1:
		return mark + " " + v.theme.dim.Render(g.Do())
	}
	return mark + " " + v.theme.dim.Render(g.Does())
}

// caret is the row below a row, where that is the last of the line that goes on and the
// step has a column.
func (v sourceView) caret(row int) (string, bool) {
	s := v.record.Step(v.step)
	if !v.shown || v.record.Ended(v.step) || v.list.rows[row].line != s.Line || v.last(s.Line) != row {
		return "", false
	}
	column, ok := v.list.column(s.Line, s.Column)
	if !ok {
		return "", false
	}
	words := ""
	switch {
	case s.Between:
		words = tr.T("it writes what it had read")
	case v.record.Reads(v.step):
		words = tr.T("it reads, and has not written yet")
	}
	lead := strings.Repeat(" ", v.list.names+v.list.least+2+column)
	return lead + v.theme.lane(s.Goroutine).Inherit(v.theme.strong).Render(glyphCaret) + " " + v.theme.dim.Render(words), true
}
