package canvas

import (
	"fmt"
	"html"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/grader/report"
)

// svgStyle is what all pictures have: light or dark as the reader's.
const svgStyle = `
svg { background: #ffffff; }
text { font-family: system-ui, sans-serif; font-size: 16px; fill: #1d2433; }
.title { font-size: 22px; font-weight: 600; }
.group { font-size: 17px; font-weight: 600; }
.aside { fill: #57606f; }
.lost { fill: #b3261e; }
.axis { stroke: #c3cad6; }
@media (prefers-color-scheme: dark) {
svg { background: #14181f; }
text { fill: #e6e9ef; }
.aside { fill: #a3adbd; }
.lost { fill: #ff8a80; }
.axis { stroke: #3b4454; }
}
`

// Glyph is how wide a character of a line is at most, as a rule.
const Glyph = 8.9

// An SVG is a picture that stands for itself: it loads nothing and runs nothing. It grows
// downwards.
type SVG struct {
	Width, Margin int
	Y             int // where the next row begins

	b strings.Builder
}

// Escape makes a text harmless in a picture.
func Escape(s string) string { return html.EscapeString(report.OneLine(s)) }

// Printf writes elements. Their texts are escaped before.
func (s *SVG) Printf(format string, args ...any) { fmt.Fprintf(&s.b, format, args...) }

// Text writes a line with its base line at y.
func (s *SVG) Text(class string, x, y int, text string) {
	s.Printf("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", class, x, y, Escape(text))
}

// Anchored writes a line of which x is the "middle" or the "end".
func (s *SVG) Anchored(anchor, class string, x, y float64, text string) {
	s.Printf("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", class, x, y, anchor, Escape(text))
}

// Rect, Line, Circle and Path are shapes; d is a path's description.
func (s *SVG) Rect(class string, x, y, width, height float64) {
	s.Printf("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", class, x, y, width, height)
}

func (s *SVG) Line(class string, x1, y1, x2, y2 float64) {
	s.Printf("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n", class, x1, y1, x2, y2)
}

func (s *SVG) Circle(class string, x, y, r float64) {
	s.Printf("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", class, x, y, r)
}

func (s *SVG) Path(class, d string) { s.Printf("<path class=\"%s\" d=\"%s\"/>\n", class, d) }

// Lines writes a sentence, in as many rows as it needs; wider is how much wider the letters
// are than others, in parts of a hundred.
func (s *SVG) Lines(class string, x, row, wider int, text string) {
	columns := int(float64(s.Width-s.Margin-x) / (Glyph * float64(100+wider) / 100))
	for line := range strings.SplitSeq(ansi.Wordwrap(report.OneLine(text), columns, ""), "\n") {
		s.Y += row
		s.Text(class, x, s.Y, line)
	}
}

// End gives the whole picture, with styles of its own beside those of all.
func (s *SVG) End(title, style string) string {
	height := s.Y + s.Margin
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n<title>%s</title>\n<style>%s%s</style>\n%s</svg>\n",
		s.Width, height, s.Width, height, Escape(title), svgStyle, style, s.b.String())
}
