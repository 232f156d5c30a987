package lanes

import (
	"cmp"
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
	Stops
)

// A Look says how a text is drawn.
type Look struct {
	Width  int          // columns
	ASCII  bool         // nothing but ASCII in the lanes
	Spoken bool         // it is read aloud: sentences stand for the lanes
	Lanes  int          // of a group, at most; 0: 12
	Before *demo.Result // an earlier one of the same demo: figures are told with what they were; may be nil
	Least  int64        // microseconds that a lane has room for at least, for results of one scale
	Runs   bool         // the demo still runs, and this is the result so far
	// Paint puts text into a style; nil leaves it as it is. Colors repeat what the glyphs say.
	Paint func(Style, string) string
}

const (
	leastWidth = 30 // of a text
	leastBar   = 10 // columns of a lane, however long names are
)

var (
	styles = map[demo.Kind]Style{demo.Waiting: Waits, demo.Silent: Silent, demo.Working: Works, demo.Served: Served, demo.Stopping: Stops}
	glyphs = map[demo.Kind]string{demo.Waiting: "·", demo.Silent: "╌", demo.Working: "━", demo.Served: "═", demo.Stopping: "▒"}
	plain  = map[demo.Kind]string{demo.Waiting: ".", demo.Silent: "-", demo.Working: "#", demo.Served: "=", demo.Stopping: "~"}
)

// Text draws a result in lines.
func Text(r demo.Result, look Look) string {
	t := &text{Page: canvas.Page{Width: max(look.Width, leastWidth)}, look: look, glyphs: glyphs, scale: scale(r, look)}
	t.look.Width = max(look.Width, leastWidth)
	if look.ASCII {
		t.glyphs = plain
	}
	t.paragraph(Heading, 0, r.Title)
	all := groups(r, cmp.Or(look.Lanes, shown))
	t.columns(all)
	for _, g := range all {
		t.Line("")
		t.group(g)
	}
	if !look.Spoken {
		t.legend(used(r))
	}
	if table := look.table(r); len(table) > 0 {
		t.Line("")
		if told := look.told(r); told != "" {
			t.paragraph(Aside, 2, told)
		}
		t.figures(table)
	}
	said := sentences(r)
	if len(said) > 0 {
		t.Line("")
	}
	for _, s := range said {
		t.paragraph(-1, 0, s)
	}
	return t.String()
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
	t.marks(g.marks)
	for _, s := range g.series {
		t.series(s)
	}
}

// lane draws a lane. A note that has no room beside it stands below.
func (t *text) lane(l demo.Lane) {
	name := canvas.Name(report.OneLine(l.Name), t.names)
	drawn := t.drawn(l)
	beside, below := "", report.OneLine(l.Note)
	if n := ansi.StringWidth(below); n > 0 && n+2 <= t.notes {
		beside, below = strings.Repeat(" ", 2+t.bar-ansi.StringWidth(drawn))+t.paint(noteStyle(l), below), ""
	}
	t.Line("  " + name + "  " + drawn + beside)
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

// A cell is what a column of a lane shows.
type cell struct {
	kind  demo.Kind
	label string
	begin int64 // of a span with a label, which is not one with the next
}

// drawn is the lane's line. What is too short for a column has one all the same. A label
// stands where its span begins, if it has room there.
func (t *text) drawn(l demo.Lane) string {
	columns := make([]cell, t.bar)
	for _, k := range kinds {
		for _, s := range l.Spans {
			if s.Kind != k {
				continue
			}
			from := t.column(s.Begin)
			for c := from; c < min(max(from+1, int(s.End*int64(t.bar)/t.scale)), t.bar); c++ {
				columns[c] = cell{kind: k, label: s.Label}
				if s.Label != "" {
					columns[c].begin = s.Begin
				}
			}
		}
	}
	var b strings.Builder
	canvas.Runs(columns, func(c cell, times int) { b.WriteString(t.run(c, times)) })
	return strings.TrimRight(b.String(), " ")
}

// run is some columns that show the same.
func (t *text) run(c cell, width int) string {
	if c.kind == "" {
		return strings.Repeat(" ", width)
	}
	label := report.OneLine(c.label)
	if ansi.StringWidth(label) >= width { // so that two labels do not touch
		label = ""
	}
	return t.paint(styles[c.kind], label+strings.Repeat(t.glyphs[c.kind], width-ansi.StringWidth(label)))
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
func (t *text) figures(all []row) {
	names, values := 0, 0
	for i, f := range all {
		f.name, f.value = report.OneLine(f.name), report.OneLine(f.value)
		all[i] = f
		names = max(names, ansi.StringWidth(f.name))
		if f.number {
			values = max(values, ansi.StringWidth(f.value))
		}
	}
	names = min(names, t.look.Width-2-2-values)
	for _, f := range all {
		gap := names - ansi.StringWidth(f.name)
		fits := 2+names+2+ansi.StringWidth(f.value) <= t.look.Width
		switch {
		case gap >= 0 && f.number:
			t.Line("  " + f.name + strings.Repeat(" ", gap+2+values-ansi.StringWidth(f.value)) + f.value)
		case gap >= 0 && fits:
			t.Line("  " + f.name + strings.Repeat(" ", gap+2) + f.value)
		default:
			t.paragraph(-1, 2, f.name)
			t.paragraph(-1, 6, f.value)
		}
	}
}
