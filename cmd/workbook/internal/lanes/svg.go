package lanes

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// svgStyle is the picture's: light or dark as the reader's. Kinds differ in height and
// outline, too, for whoever does not see colors.
const svgStyle = `
svg { background: #ffffff; }
text { font-family: system-ui, sans-serif; font-size: 16px; fill: #1d2433; }
.title { font-size: 22px; font-weight: 600; }
.group { font-size: 17px; font-weight: 600; }
.aside { fill: #57606f; }
.lost { fill: #b3261e; }
.axis { stroke: #c3cad6; }
.waiting { fill: #8a94a6; }
.silent { fill: none; stroke: #a15c00; stroke-width: 1.5; stroke-dasharray: 4 3; }
.working { fill: #2f6fde; }
.served { fill: #1b7a3d; }
.stopping { fill: #b06a00; }
.label { fill: #ffffff; font-size: 12px; }
.mark { stroke: #8250df; stroke-width: 1.5; stroke-dasharray: 2 3; }
.moment { fill: #8250df; font-size: 14px; }
.series { fill: #2f6fde; fill-opacity: 0.35; stroke: #2f6fde; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
svg { background: #14181f; }
text { fill: #e6e9ef; }
.aside { fill: #a3adbd; }
.lost { fill: #ff8a80; }
.axis { stroke: #3b4454; }
.waiting { fill: #8a94a6; }
.silent { stroke: #f0b45b; }
.working { fill: #7aa8ff; }
.served { fill: #7bd88f; }
.stopping { fill: #f0b45b; }
.label { fill: #14181f; }
.mark { stroke: #c4a5ff; }
.moment { fill: #c4a5ff; }
.series { fill: #7aa8ff; stroke: #7aa8ff; }
}
`

// Measures of the picture, in its own units.
const (
	svgWidth  = 960
	svgMargin = 32
	svgRow    = 26
	svgBar    = 14
	svgGlyph  = 8.9 // how wide a character of a line is at most, as a rule

	svgMostNote = 36 // characters of a note beside a lane
)

// SVG draws a result as a picture that stands for itself: it loads nothing and runs nothing.
func SVG(r demo.Result) string {
	p := &picture{scale: longest(r), y: svgMargin}
	p.lines("title", svgMargin, 28, 50, r.Title)
	all := groups(r, shown)
	names, notes := widest(all, svgMostNote)
	p.left = svgMargin + min(240, int(float64(names)*svgGlyph)+16)
	p.right = svgWidth - svgMargin
	if notes > 0 {
		p.right -= int(float64(notes)*svgGlyph) + 12
	}
	for _, g := range all {
		p.group(g)
	}
	p.legend(used(r))
	p.figures(r.Figures)
	p.y += 10
	for _, s := range r.Sentences {
		p.lines("", svgMargin, svgRow, 0, s)
	}
	height := p.y + svgMargin
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n<title>%s</title>\n<style>%s</style>\n%s</svg>\n",
		svgWidth, height, svgWidth, height, escape(r.Title), svgStyle, p.b.String())
}

type picture struct {
	b     strings.Builder
	y     int   // where the next row begins
	scale int64 // microseconds that fill a lane

	left, right int // where all lanes begin and end
}

// escape makes a text harmless in the picture.
func escape(s string) string { return html.EscapeString(report.OneLine(s)) }

// text writes a line with its base line at y.
func (p *picture) text(class string, x, y int, s string) {
	fmt.Fprintf(&p.b, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", class, x, y, escape(s))
}

// lines writes a sentence, in as many rows as it needs; wider is how much wider the letters
// are than others, in parts of a hundred.
func (p *picture) lines(class string, x, row, wider int, s string) {
	columns := int(float64(svgWidth-svgMargin-x) / (svgGlyph * float64(100+wider) / 100))
	for line := range strings.SplitSeq(ansi.Wordwrap(report.OneLine(s), columns, ""), "\n") {
		p.y += row
		p.text(class, x, p.y, line)
	}
}

func (p *picture) group(g group) {
	p.y += 14
	p.lines("group", svgMargin, svgRow, 20, tr.T("%s: %s in all", g.name, millis(g.lastEnd())))
	p.y += 8
	top := p.y
	for _, l := range g.lanes {
		p.lane(l)
	}
	if g.left > 0 {
		p.lines("aside", p.left, svgRow, 0, tr.N(g.left, "and %d more between them", "and %d more between them", g.left))
	}
	for _, s := range g.series {
		p.series(s)
	}
	p.marks(top, g.marks)
}

// at is where a moment is.
func (p *picture) at(micros int64) float64 {
	return float64(p.left) + float64(p.right-p.left)*float64(micros)/float64(p.scale)
}

func (p *picture) lane(l demo.Lane) {
	middle := p.y + svgRow/2
	p.text("", svgMargin, middle+5, l.Name)
	fmt.Fprintf(&p.b, "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", p.left, p.right, middle, middle)
	for _, k := range kinds {
		for _, s := range l.Spans {
			if s.Kind == k {
				p.span(k, p.at(s.Begin), p.width(s), middle)
				p.label(s, middle)
			}
		}
	}
	class := "aside"
	if l.Lost {
		class = "lost"
	}
	p.y += svgRow
	switch n := utf8.RuneCountInString(l.Note); {
	case n == 0:
	case n <= svgMostNote:
		p.text(class, p.right+12, middle+5, l.Note)
	default:
		p.lines(class, p.left, svgRow-8, 0, l.Note)
		p.y += 8
	}
}

// width is how wide a span is drawn: a hair less where another one may follow that looks the
// same.
func (p *picture) width(s demo.Span) float64 {
	width := p.at(s.End) - p.at(s.Begin)
	if s.Label != "" {
		width--
	}
	return max(2, width)
}

// label writes whose time a span is into it, if it has room there.
func (p *picture) label(s demo.Span, middle int) {
	if s.Label == "" || float64(utf8.RuneCountInString(s.Label))*7.5+4 > p.width(s) {
		return
	}
	p.text("label", int(p.at(s.Begin))+3, middle+4, s.Label)
}

func (p *picture) span(k demo.Kind, x, width float64, middle int) {
	height := svgBar
	if k == demo.Waiting {
		height = 4
	}
	fmt.Fprintf(&p.b, "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", k, x, middle-height/2, width, height)
}

// marks draws the moments of a group as lines through all of it, from top down, and names them
// below it.
func (p *picture) marks(top int, all []demo.Mark) {
	if len(all) == 0 {
		return
	}
	bottom, row, free := p.y+4, 1, 0.0
	for _, m := range sorted(all) {
		x, width := p.at(m.At), float64(utf8.RuneCountInString(m.Name))*8
		from := max(svgMargin, min(x, svgWidth-svgMargin-width))
		if row > 1 || free > 0 {
			if from < free+8 {
				row++
			}
		}
		free = from + width
		y := bottom + 16*row
		fmt.Fprintf(&p.b, "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", x, x, top, y-12)
		p.text("moment", int(from), y, m.Name)
	}
	p.y = bottom + 16*row + 4
}

// series draws a number over time as a surface.
func (p *picture) series(s demo.Series) {
	const height = 40
	base, top := p.y+height, max(1, most(s))
	var path strings.Builder
	fmt.Fprintf(&path, "M%d %d", p.left, base)
	end := float64(p.left)
	for _, at := range s.Points {
		end = min(p.at(at.At), float64(p.right))
		fmt.Fprintf(&path, " H%.1f V%.1f", end, float64(base)-at.Value/top*(height-8))
	}
	fmt.Fprintf(&path, " H%.1f V%d Z", end, base)
	p.text("", svgMargin, base-8, s.Name)
	fmt.Fprintf(&p.b, "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", p.left, p.right, base, base)
	fmt.Fprintf(&p.b, "<path class=\"series\" d=\"%s\"/>\n", path.String())
	p.text("aside", p.right+12, base-8, peak(s))
	p.y = base + 8
}

func (p *picture) legend(kinds []demo.Kind) {
	p.y += 12
	middle, x := p.y+svgRow/2, svgMargin
	for _, k := range kinds {
		p.span(k, float64(x), 28, middle)
		p.text("aside", x+36, middle+5, does(k))
		x += 36 + int(float64(utf8.RuneCountInString(does(k)))*svgGlyph) + 28
	}
	p.y += svgRow
}

// figures are a table; a value that is no number has its own row.
func (p *picture) figures(all []demo.Figure) {
	p.y += 10
	for _, f := range all {
		p.y += svgRow
		p.text("aside", svgMargin, p.y, f.Name)
		if isNumber(f) {
			fmt.Fprintf(&p.b, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", svgWidth-svgMargin, p.y, escape(value(f)))
			continue
		}
		p.lines("", svgMargin+24, svgRow, 0, value(f))
	}
}
