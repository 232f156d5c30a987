package tui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/stepping"
)

// A stepBar is all steps of a run, and its end, in a row of cells. It is made once for a width.
type stepBar struct {
	steps int // the end is one
	cells []barCell
}

// A barCell is some steps: who goes on in the last of them, and whether the turn went to
// somebody else in any.
type barCell struct {
	goroutine int
	turned    bool
}

func newStepBar(r *stepping.Record, width int) stepBar {
	b := stepBar{r.Len() + 1, make([]barCell, max(width, 1))}
	filled := 0
	for i := range r.Len() {
		at := b.cell(i)
		for ; filled < at; filled++ {
			b.cells[filled+1].goroutine = b.cells[filled].goroutine
		}
		c := &b.cells[at]
		c.goroutine = r.Step(i).Goroutine
		c.turned = c.turned || i > 0 && r.Switch(i)
	}
	for last := b.cell(r.End()); filled < last; filled++ {
		b.cells[filled+1].goroutine = b.cells[filled].goroutine
	}
	return b
}

// cell is where a step stands.
func (b stepBar) cell(step int) int {
	if b.steps < 2 {
		return 0
	}
	return step * (len(b.cells) - 1) / (b.steps - 1)
}

// render shows it with the step that is shown.
func (b stepBar) render(t *theme, step int) string {
	var out, part strings.Builder
	here, lane := b.cell(step), 0
	flush := func() {
		out.WriteString(t.lane(lane).Render(part.String()))
		part.Reset()
	}
	for i, c := range b.cells {
		if c.goroutine != lane || i == here || i == here+1 {
			flush()
			lane = c.goroutine
		}
		switch {
		case i == here:
			out.WriteString(t.accent.Render(glyphNow))
		case i < here && c.turned:
			part.WriteString(glyphPastTurn)
		case i < here:
			part.WriteString(glyphPast)
		case c.turned:
			part.WriteString(glyphAheadTurn)
		default:
			part.WriteString(glyphAhead)
		}
	}
	flush()
	return out.String()
}

// barEnds are what stands before and after the bar: which step of how many, and when it
// was on the check's clock.
func barEnds(r *stepping.Record, step int) (left, right string) {
	left = tr.T("%d of %d", step+1, r.Len())
	if r.Ended(step) {
		left = tr.T("the end")
	}
	return " " + left + " ", " " + r.Time(step).String() + " "
}

// barLeft is the widest that stands before the bar.
func barLeft(r *stepping.Record) string {
	last, _ := barEnds(r, max(r.Len()-1, 0))
	if end, _ := barEnds(r, r.End()); lipgloss.Width(end) > lipgloss.Width(last) {
		return end
	}
	return last
}

// barRoom is how wide the bar is between its ends, the same for all steps.
func barRoom(r *stepping.Record, width int) int {
	left := barLeft(r)
	longest := 0
	for i := range r.Len() {
		_, right := barEnds(r, i)
		longest = max(longest, lipgloss.Width(right))
	}
	return max(width-lipgloss.Width(left)-longest, 4)
}
