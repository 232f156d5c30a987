// Package canvas is what pictures are drawn on: lines of a terminal, and an SVG.
//
//	page := canvas.Page{Width: 80}
//	page.Paragraph(2, "B waits for ever.", nil)
//	fmt.Print(page.String())
package canvas

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/grader/report"
)

// MostProse is the widest that a sentence gets.
const MostProse = 100

// A Page is lines of text.
type Page struct {
	Width int // columns

	b strings.Builder
}

func (p *Page) String() string { return p.b.String() }

// Line writes a line, without blanks at its end.
func (p *Page) Line(s string) { p.b.WriteString(strings.TrimRight(s, " ") + "\n") }

// Paragraph wraps a sentence, each line indented and painted; a nil paint leaves it as it is.
func (p *Page) Paragraph(indent int, s string, paint func(string) string) {
	wrapped := ansi.Wrap(report.OneLine(s), max(min(p.Width, MostProse)-indent, 1), "")
	for line := range strings.SplitSeq(wrapped, "\n") {
		line = strings.TrimSpace(line)
		if paint != nil && line != "" {
			line = paint(line)
		}
		p.Line(strings.Repeat(" ", indent) + line)
	}
}

// Legend writes parts beside each other, in as many lines as they need.
func (p *Page) Legend(parts []string) {
	const between = "   "
	line, width := "", 0
	for _, part := range parts {
		part = ansi.Truncate(part, max(p.Width-2, 1), "…")
		n := ansi.StringWidth(part)
		if width > 0 && 2+width+len(between)+n > p.Width {
			p.Line("  " + line)
			line, width = "", 0
		}
		if width > 0 {
			line, width = line+between, width+len(between)
		}
		line, width = line+part, width+n
	}
	if width > 0 {
		p.Line("  " + line)
	}
}

// Pad fills text up to a width, and cuts what is wider.
func Pad(s string, width int) string {
	s = ansi.Truncate(s, width, "…")
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

// Name fills a name up to a width, and shortens what is wider in its middle: names that begin
// alike are told apart by their ends, and those that are the same by the number there.
func Name(s string, width int) string {
	const least = 12 // columns from which on both ends say anything
	whole := ansi.StringWidth(s)
	number := 0
	if at := strings.LastIndex(s, " #"); at >= 0 {
		number = ansi.StringWidth(s[at:])
	}
	tail := (width - 1) / 2
	if width < least || tail < number {
		tail = number
	}
	if head := width - 1 - tail; whole > width && tail > 0 && head > 0 {
		s = ansi.Truncate(s, head, "") + "…" + ansi.TruncateLeft(s, whole-tail, "")
	}
	return Pad(s, width)
}

// Runs goes through equal neighbours together.
func Runs[T comparable](all []T, each func(one T, times int)) {
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && all[to] == all[from] {
			to++
		}
		each(all[from], to-from)
		from = to
	}
}
