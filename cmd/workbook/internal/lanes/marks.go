package lanes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// marks draws the moments of a group below its lanes, in as few rows as they have room in.
func (t *text) marks(all []demo.Mark) {
	if t.look.Spoken {
		for _, m := range all {
			t.paragraph(-1, 2, tr.T("after %s: %s", millis(m.At), m.Name))
		}
		return
	}
	left, arrow := 2+t.names+2, "▲"
	if t.look.ASCII {
		arrow = "^"
	}
	row := ""
	for _, m := range sorted(all) {
		column, note := t.column(m.At), report.OneLine(m.Name)
		at, drawn := column, arrow+" "+note
		if at+ansi.StringWidth(drawn) > t.look.Width-left { // no room on its right
			at, drawn = max(0, column-1-ansi.StringWidth(note)), note+" "+arrow
		}
		drawn = ansi.Truncate(drawn, t.look.Width-left, "")
		if row != "" && at < ansi.StringWidth(row)+1 {
			t.markRow(left, row)
			row = ""
		}
		row += strings.Repeat(" ", at-ansi.StringWidth(row)) + drawn
	}
	t.markRow(left, row)
}

func (t *text) markRow(left int, row string) {
	if row != "" {
		t.Line(strings.Repeat(" ", left) + t.paint(Aside, row))
	}
}

func sorted(all []demo.Mark) []demo.Mark {
	return slices.SortedStableFunc(slices.Values(all), func(a, b demo.Mark) int { return cmp.Compare(a.At, b.At) })
}
