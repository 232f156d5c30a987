package lanes

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/grader/demo"
)

// svgStyle is that of spans. Kinds differ in height and outline, too, for whoever does not
// see colors.
const svgStyle = `
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

	svgMostNote = 36 // characters of a note beside a lane
)

// SVG draws a result as a picture that stands for itself: it loads nothing and runs nothing.
func SVG(r demo.Result) string {
	p := &picture{SVG: canvas.SVG{Width: svgWidth, Margin: svgMargin, Y: svgMargin}, scale: longest(r)}
	p.Lines("title", svgMargin, 28, 50, r.Title)
	all := groups(r, shown)
	names, notes := widest(all, svgMostNote)
	p.left = svgMargin + min(240, int(float64(names)*canvas.Glyph)+16)
	p.right = svgWidth - svgMargin
	if notes > 0 {
		p.right -= int(float64(notes)*canvas.Glyph) + 12
	}
	for _, g := range all {
		p.group(g)
	}
	p.legend(used(r))
	p.figures(r.Figures)
	p.Y += 10
	for _, s := range sentences(r) {
		p.Lines("", svgMargin, svgRow, 0, s)
	}
	return p.End(r.Title, svgStyle)
}

type picture struct {
	canvas.SVG
	scale int64 // microseconds that fill a lane

	left, right int // where all lanes begin and end
}

func (p *picture) group(g group) {
	p.Y += 14
	p.Lines("group", svgMargin, svgRow, 20, tr.T("%s: %s in all", g.name, millis(g.lastEnd())))
	p.Y += 8
	top := p.Y
	for _, l := range g.lanes {
		p.lane(l)
	}
	if g.left > 0 {
		p.Lines("aside", p.left, svgRow, 0, tr.N(g.left, "and %d more between them", "and %d more between them", g.left))
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
	middle := p.Y + svgRow/2
	p.Text("", svgMargin, middle+5, l.Name)
	p.Printf("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", p.left, p.right, middle, middle)
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
	p.Y += svgRow
	switch n := utf8.RuneCountInString(l.Note); {
	case n == 0:
	case n <= svgMostNote:
		p.Text(class, p.right+12, middle+5, l.Note)
	default:
		p.Lines(class, p.left, svgRow-8, 0, l.Note)
		p.Y += 8
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
	p.Text("label", int(p.at(s.Begin))+3, middle+4, s.Label)
}

func (p *picture) span(k demo.Kind, x, width float64, middle int) {
	height := svgBar
	if k == demo.Waiting {
		height = 4
	}
	p.Printf("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", k, x, middle-height/2, width, height)
}

// marks draws the moments of a group as lines through all of it, from top down, and names them
// below it.
func (p *picture) marks(top int, all []demo.Mark) {
	if len(all) == 0 {
		return
	}
	bottom, row, free := p.Y+4, 1, 0.0
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
		p.Printf("<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>\n", x, x, top, y-12)
		p.Text("moment", int(from), y, m.Name)
	}
	p.Y = bottom + 16*row + 4
}

// series draws a number over time as a surface.
func (p *picture) series(s demo.Series) {
	const height = 40
	base, top := p.Y+height, max(1, most(s))
	var path strings.Builder
	fmt.Fprintf(&path, "M%d %d", p.left, base)
	end := float64(p.left)
	for _, at := range s.Points {
		end = min(p.at(at.At), float64(p.right))
		fmt.Fprintf(&path, " H%.1f V%.1f", end, float64(base)-at.Value/top*(height-8))
	}
	fmt.Fprintf(&path, " H%.1f V%d Z", end, base)
	p.Text("", svgMargin, base-8, s.Name)
	p.Printf("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", p.left, p.right, base, base)
	p.Path("series", path.String())
	p.Text("aside", p.right+12, base-8, peak(s))
	p.Y = base + 8
}

func (p *picture) legend(kinds []demo.Kind) {
	p.Y += 12
	middle, x := p.Y+svgRow/2, svgMargin
	for _, k := range kinds {
		p.span(k, float64(x), 28, middle)
		p.Text("aside", x+36, middle+5, does(k))
		x += 36 + int(float64(utf8.RuneCountInString(does(k)))*canvas.Glyph) + 28
	}
	p.Y += svgRow
}

// figures are a table; a value that is no number has its own row.
func (p *picture) figures(all []demo.Figure) {
	p.Y += 10
	for _, f := range all {
		p.Y += svgRow
		p.Text("aside", svgMargin, p.Y, f.Name)
		if isNumber(f) {
			p.Printf("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", svgWidth-svgMargin, p.Y, canvas.Escape(value(f)))
			continue
		}
		p.Lines("", svgMargin+24, svgRow, 0, value(f))
	}
}
