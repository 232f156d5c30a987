package drawing

import (
	_ "embed"
	"strings"
	"unicode/utf8"

	"workbook/cmd/workbook/internal/canvas"
	"workbook/grader/picture"
	"workbook/grader/report"
)

//go:embed lanes.css
var svgStyle string

// SVG draws a picture so that it stands for itself, on a slide: it loads nothing and runs
// nothing.
func SVG(p *picture.Picture) string {
	s := &canvas.SVG{Width: svgWidth, Margin: svgMargin, Y: svgMargin}
	pl := newPlan(p, svgMost)
	s.Lines("title", svgMargin, 26, 20, p.Title)
	s.Y += 4
	s.Lines("rest", svgMargin, 20, 0, strings.TrimSpace(strings.Join(strings.Fields(p.Exercise+" "+p.Check), " ")+". "+about(p)))
	s.Y += 16
	l := newSVGLanes(pl, s)
	l.draw()
	l.legend()
	l.happened()
	s.Y += 6
	for line := range strings.SplitSeq(report.Terminal(p.Message), "\n") {
		if line != "" {
			s.Lines("", svgMargin, 24, 0, line)
		}
	}
	return s.End(title(p), svgStyle)
}

// happened says the chief events, each with the source where it was.
func (l *svgLanes) happened() {
	const row, least = 24, 24 // characters of source
	for n, said := range l.said() {
		l.Y += row
		l.knob(svgMargin+svgKnob, float64(l.Y)-5, n+1)
		x := svgMargin + 30
		l.Text("name", x, l.Y, short(said, int(float64(svgWidth-x-svgMargin)/svgSmall)))
		file, line := Where(l.p, l.chief[n])
		code := x + int(float64(utf8.RuneCountInString(said))*svgLetter) + 16
		room := float64(svgWidth-svgMargin-code) / 7.9
		if text := Source(l.p, file, line); text != "" && room >= least {
			l.Text("code", code, l.Y, short(text, int(room)))
		}
	}
	l.Y += 10
}

// Where is the line of the submission that an event is of: of one that was made, the go
// statement. What a hidden test notes is of none, nor is that somebody need not wait any more:
// the line with which he goes on says nothing of it.
func Where(p *picture.Picture, event int) (file string, line int) {
	e := p.Events[event]
	switch e.Kind {
	case picture.Notes, picture.Woken, picture.Joined:
		return "", 0
	}
	if l := p.Lanes[e.Lane]; e.Kind == picture.Made && e.From >= 0 && l.File != "" {
		return l.File, l.Line
	}
	return e.File, e.Line
}

// Source is a line of the submission, without what it is indented by; it is empty where
// there is none.
func Source(p *picture.Picture, file string, line int) string {
	for _, f := range p.Files {
		if report.OneLine(f.Name) != file {
			continue
		}
		n := 0
		for text := range strings.Lines(f.Text) {
			if n++; n == line {
				return report.OneLine(strings.TrimSpace(text))
			}
		}
	}
	return ""
}
