package lanes

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/grader/demo"
	"workbook/grader/report"
)

// A Style is what a part of the text is.
type Style int

// The styles.
const (
	Heading Style = iota
	Waits
	Silent
	Works
	Served
	Lost
	Aside
)

// A Look says how a text is drawn.
type Look struct {
	Width  int  // columns
	ASCII  bool // nothing but ASCII in the lanes
	Spoken bool // it is read aloud: sentences stand for the lanes
	// Paint puts text into a style; nil leaves it as it is. Colors repeat what the glyphs say.
	Paint func(Style, string) string
}

const (
	leastWidth = 30 // of a text
	leastBar   = 10 // columns of a lane, however long names are
)

var (
	styles = map[demo.Kind]Style{demo.Waiting: Waits, demo.Silent: Silent, demo.Working: Works, demo.Served: Served}
	glyphs = map[demo.Kind]string{demo.Waiting: "·", demo.Silent: "╌", demo.Working: "━", demo.Served: "═"}
	plain  = map[demo.Kind]string{demo.Waiting: ".", demo.Silent: "-", demo.Working: "#", demo.Served: "="}
)

// Text draws a result in lines.
func Text(r demo.Result, look Look) string {
	t := &text{Page: canvas.Page{Width: max(look.Width, leastWidth)}, look: look, glyphs: glyphs, scale: longest(r)}
	t.look.Width = max(look.Width, leastWidth)
	if look.ASCII {
		t.glyphs = plain
	}
	t.paragraph(Heading, 0, r.Title)
	all := groups(r)
	t.columns(all)
	for _, g := range all {
		t.Line("")
		t.group(g)
	}
	if !look.Spoken {
		t.legend(used(r))
	}
	if len(r.Figures) > 0 {
		t.Line("")
		t.figures(r.Figures)
	}
	if len(r.Sentences) > 0 {
		t.Line("")
	}
	for _, s := range r.Sentences {
		t.paragraph(-1, 0, s)
	}
	return t.String()
}

type text struct {
	canvas.Page
	look   Look
	glyphs map[demo.Kind]string
	scale  int64 // microseconds that fill a lane

	names, bar, notes int // columns of a lane's parts
}

// columns shares the width out, for all groups alike.
func (t *text) columns(all []group) {
	t.names, t.notes = widest(all, t.look.Width/3)
	t.names = min(t.names, t.look.Width/3)
	if t.notes > 0 {
		t.notes += 2
	}
	t.bar = max(leastBar, t.look.Width-2-t.names-2-t.notes)
}

func (t *text) paint(style Style, s string) string {
	if t.look.Paint == nil || s == "" || style < 0 {
		return s
	}
	return t.look.Paint(style, s)
}

// paragraph wraps a sentence, each line indented.
func (t *text) paragraph(style Style, indent int, s string) {
	t.Paragraph(indent, s, func(line string) string { return t.paint(style, line) })
}

func (t *text) group(g group) {
	t.paragraph(Heading, 0, tr.T("%s: %s in all", g.name, millis(g.lastEnd())))
	for _, l := range g.lanes {
		if t.look.Spoken {
			t.paragraph(-1, 2, spoken(l))
			continue
		}
		t.lane(l)
	}
	if g.left > 0 {
		t.paragraph(Aside, 2, tr.N(g.left, "and %d more between them", "and %d more between them", g.left))
	}
}

// lane draws a lane. A note that has no room beside it stands below.
func (t *text) lane(l demo.Lane) {
	name := ansi.Truncate(report.OneLine(l.Name), t.names, "…")
	drawn := t.drawn(l)
	beside, below := "", report.OneLine(l.Note)
	if n := ansi.StringWidth(below); n > 0 && n+2 <= t.notes {
		beside, below = strings.Repeat(" ", 2+t.bar-ansi.StringWidth(drawn))+t.paint(noteStyle(l), below), ""
	}
	t.Line("  " + name + strings.Repeat(" ", t.names-ansi.StringWidth(name)+2) + drawn + beside)
	if below != "" {
		t.paragraph(noteStyle(l), 2+t.names+2, below)
	}
}

func noteStyle(l demo.Lane) Style {
	if l.Lost {
		return Lost
	}
	return Aside
}

// drawn is the lane's line. What is too short for a column has one all the same.
func (t *text) drawn(l demo.Lane) string {
	width := t.bar
	columns := make([]demo.Kind, width)
	at := func(micros int64) int { return int(micros * int64(width) / t.scale) }
	for _, k := range kinds {
		for _, s := range l.Spans {
			if s.Kind != k {
				continue
			}
			from := min(at(s.Begin), width-1)
			for c := from; c < max(from+1, at(s.End)); c++ {
				columns[c] = k
			}
		}
	}
	var b strings.Builder
	canvas.Runs(columns, func(k demo.Kind, times int) {
		if k == "" {
			b.WriteString(strings.Repeat(" ", times))
			return
		}
		b.WriteString(t.paint(styles[k], strings.Repeat(t.glyphs[k], times)))
	})
	return strings.TrimRight(b.String(), " ")
}

// spoken is a lane in words: how long it did what, all in all.
func spoken(l demo.Lane) string {
	var parts []string
	for _, k := range kinds {
		sum := int64(0)
		for _, s := range l.Spans {
			if s.Kind == k {
				sum += s.End - s.Begin
			}
		}
		if sum > 0 {
			parts = append(parts, tr.T("%s for %s", does(k), millis(sum)))
		}
	}
	if l.Note != "" {
		parts = append(parts, l.Note)
	}
	return l.Name + ": " + strings.Join(parts, ", ")
}

// legend says what the glyphs mean.
func (t *text) legend(kinds []demo.Kind) {
	var parts []string
	for _, k := range kinds {
		parts = append(parts, t.paint(styles[k], t.glyphs[k])+" "+does(k))
	}
	t.Line("")
	t.Legend(parts)
}

// figures are a table where there is room: names on the left, values on the right of them.
func (t *text) figures(all []demo.Figure) {
	names, values := 0, 0
	for _, f := range all {
		names = max(names, ansi.StringWidth(f.Name))
		if isNumber(f) {
			values = max(values, ansi.StringWidth(value(f)))
		}
	}
	names = min(names, t.look.Width-2-2-values)
	for _, f := range all {
		name, v := report.OneLine(f.Name), report.OneLine(value(f))
		gap := names - ansi.StringWidth(name)
		fits := 2+names+2+ansi.StringWidth(v) <= t.look.Width
		switch {
		case gap >= 0 && isNumber(f):
			t.Line("  " + name + strings.Repeat(" ", gap+2+values-ansi.StringWidth(v)) + v)
		case gap >= 0 && fits:
			t.Line("  " + name + strings.Repeat(" ", gap+2) + v)
		default:
			t.paragraph(-1, 2, name)
			t.paragraph(-1, 6, v)
		}
	}
}
