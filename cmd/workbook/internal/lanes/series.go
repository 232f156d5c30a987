package lanes

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// The heights of a number over time, from nothing to its most.
var (
	heights      = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
	plainHeights = []string{" ", ".", ":", "-", "=", "+", "*", "%", "#"}
)

// series draws a number over time, in a row.
func (t *text) series(s demo.Series) {
	name := ansi.Truncate(report.OneLine(s.Name), t.names, "…")
	if t.look.Spoken {
		t.paragraph(-1, 2, tr.T("%s: %s, in the end %s", s.Name, peak(s), demo.Number(tr.Printer{}, last(s))))
		return
	}
	glyphs := heights
	if t.look.ASCII {
		glyphs = plainHeights
	}
	var b strings.Builder
	for _, v := range t.sampled(s) {
		b.WriteString(glyphs[height(v, most(s), len(glyphs)-1)])
	}
	note := ansi.Truncate(peak(s), max(0, t.look.Width-2-t.names-2-t.bar-2), "…")
	t.Line("  " + name + strings.Repeat(" ", t.names-ansi.StringWidth(name)+2) + t.paint(Works, b.String()) + "  " + t.paint(Aside, note))
}

// height is which of some heights stands for a value; nothing but 0 has none.
func height(v, top float64, heights int) int {
	if v <= 0 || top <= 0 {
		return 0
	}
	return max(1, int(v/top*float64(heights)+0.5))
}

// sampled is the most that a number was in the time of each column.
func (t *text) sampled(s demo.Series) []float64 {
	columns := make([]float64, t.bar)
	now, next := 0.0, 0
	for c := range columns {
		columns[c] = now
		for next < len(s.Points) && t.column(s.Points[next].At) <= c {
			now = s.Points[next].Value
			columns[c] = max(columns[c], now)
			next++
		}
		if next == len(s.Points) { // nobody has looked after that
			break
		}
	}
	return columns
}
