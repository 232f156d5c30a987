package drawing

import (
	"strconv"
	"strings"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
	"workbook/grader/report"
)

// Text draws a picture in lines: the lanes with what their glyphs mean, and below them, in
// sentences, what happened.
func Text(p *picture.Picture, look Look) string {
	look.Width = max(look.Width, leastWidth)
	most := look.Rows
	if most <= 0 {
		most = rows
	}
	t := &text{p: p, look: look, page: canvas.Page{Width: look.Width}}
	t.block = newBlock(p, p.Rows(most), look)
	t.chief = Chief(p, t.block.lanes(), sentences)
	t.head()
	if look.Spoken {
		for _, r := range t.block.rows {
			t.page.Paragraph(2, spoken(p, r), nil)
		}
	} else {
		t.lanes()
	}
	t.happened()
	t.end()
	return t.page.String()
}

type text struct {
	p     *picture.Picture
	look  Look
	page  canvas.Page
	block *block
	chief []int
}

func (t *text) head() {
	t.page.Paragraph(0, Title(t.p), t.look.in(Heading))
	if s := Made(t.p); s != "" {
		t.page.Paragraph(0, s, nil)
	}
	t.page.Line("")
}

// Title is that of a picture.
func Title(p *picture.Picture) string {
	return strings.Join(strings.Fields(p.Exercise+" "+p.Check), "  ") + "  " + p.Title
}

// Made says what a picture was made from, and what it lacks.
func Made(p *picture.Picture) string {
	var said []string
	if p.Schedule > 0 {
		said = append(said, tr.T("Schedule %d.", p.Schedule))
	}
	if p.Lacks != "" {
		said = append(said, p.Lacks)
	}
	if p.Left > 0 {
		said = append(said, tr.N(p.Left, "%d more step is not shown.", "%d more steps are not shown.", p.Left))
	}
	return strings.Join(said, " ")
}

// lanes draws them, with the numbers of the sentences below.
func (t *text) lanes() {
	if len(t.p.Lanes) == 0 {
		t.page.Paragraph(2, tr.T("Nothing was seen of this run."), t.look.in(Aside))
		return
	}
	if ruler := t.block.ruler(); strings.TrimSpace(ruler) != "" {
		t.page.Line(ruler)
	}
	for _, l := range t.block.lines() {
		t.page.Line(l)
	}
	t.page.Line(t.block.indent() + t.look.paint(Aside, t.numbers()))
	t.page.Line("")
	t.page.Legend(t.legend())
}

// numbers are those of the chief events, each in its column; those that have no room are left
// out.
func (t *text) numbers() string {
	line := ""
	for n, i := range t.chief {
		number := strconv.Itoa(n + 1)
		c := t.block.axis.Column(i)
		if gap := c - len(line); gap > 0 || line == "" {
			line += strings.Repeat(" ", gap) + number
		}
	}
	return line
}

// legend says what glyphs are drawn, and what they mean.
func (t *text) legend() []string {
	var parts []string
	m := t.look.marks()
	used := t.used()
	for _, s := range order {
		if used[s] && !(s == picture.Opens && used[picture.Idle]) {
			parts = append(parts, t.look.paint(states[s].style, t.look.glyph(s))+" "+wording.State(s))
		}
	}
	fates := map[picture.Fate]bool{}
	for _, r := range t.block.rows {
		fates[t.p.Lanes[r.Lane].Fate] = true
	}
	if fates[picture.Over] {
		parts = append(parts, m.end+" "+tr.T("ends"))
	}
	if fates[picture.Panicked] {
		parts = append(parts, t.look.paint(Bad, m.panic)+" "+tr.T("panics"))
	}
	if fates[picture.Stuck] {
		parts = append(parts, t.look.paint(Bad, m.edge)+" "+tr.T("never ends"))
	}
	if len(t.p.Ties()) > 0 {
		parts = append(parts, t.look.paint(Arrow, m.down+m.up)+" "+tr.T("starts or wakes"))
	}
	if len(t.block.axis.Pauses()) > 0 {
		parts = append(parts, t.look.paint(Cut, m.cut+m.cut)+" "+tr.T("time passes"))
	}
	return parts
}

// used are the states that are drawn.
func (t *text) used() map[picture.State]bool {
	used := map[picture.State]bool{}
	for _, r := range t.block.rows {
		for _, s := range t.p.Lanes[r.Lane].Spans {
			used[s.State] = true
		}
	}
	return used
}

// happened says the chief events, with the numbers that stand below the lanes.
func (t *text) happened() {
	if len(t.chief) == 0 {
		return
	}
	t.page.Line("")
	width := len(strconv.Itoa(len(t.chief)))
	for n, i := range t.chief {
		number := strconv.Itoa(n + 1)
		s := strings.Repeat(" ", width-len(number)) + number + "  " + sentence(t.p, i)
		t.page.Paragraph(2, s, nil)
	}
}

// sentence says an event, and when it was where that is not at the beginning.
func sentence(p *picture.Picture, event int) string {
	said := wording.Told(p, event)
	if at := p.Time(event); at >= Least(p) && p.Source != picture.Trace {
		return tr.T("%s (after %s)", said, wording.Length(at))
	}
	return said
}

// end says how the check ended.
func (t *text) end() {
	if t.p.Message == "" {
		return
	}
	t.page.Line("")
	for line := range strings.SplitSeq(report.Terminal(t.p.Message), "\n") {
		t.page.Paragraph(2, line, nil)
	}
}
