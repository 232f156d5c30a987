package drawing

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

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
	t := &text{plan: newPlan(p, most), look: look, page: canvas.Page{Width: look.Width}}
	t.block = newBlock(p, t.rows, look)
	t.head()
	if look.Spoken {
		for _, r := range t.rows {
			t.page.Paragraph(2, spoken(p, r), nil)
		}
	} else {
		t.draw()
	}
	t.happened()
	t.end()
	return t.page.String()
}

type text struct {
	plan
	look  Look
	page  canvas.Page
	block *block
}

func (t *text) head() {
	t.page.Paragraph(0, title(t.p), t.look.in(Heading))
	if s := about(t.p); s != "" {
		t.page.Paragraph(0, s, nil)
	}
	t.page.Line("")
}

// draw draws the lanes them, with the numbers of the sentences below.
func (t *text) draw() {
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
	for _, s := range t.used() {
		parts = append(parts, t.look.paint(states[s].style, t.look.glyph(s))+" "+wording.State(s))
	}
	for _, f := range Fates() {
		if glyph, style := t.look.End(f); t.ends(f) {
			parts = append(parts, t.look.paint(style, glyph)+" "+wording.Ends(f))
		}
	}
	if len(t.ties()) > 0 {
		parts = append(parts, t.look.paint(Arrow, m.down+m.up)+" "+tr.T("starts or wakes"))
	}
	if len(t.block.axis.Pauses()) > 0 {
		parts = append(parts, t.look.paint(Cut, m.cut+m.cut)+" "+tr.T("time passes"))
	}
	return parts
}

// happened says the chief events, with the numbers that stand below the lanes.
func (t *text) happened() {
	if len(t.chief) == 0 {
		return
	}
	t.page.Line("")
	width := len(strconv.Itoa(len(t.chief)))
	for n, s := range t.said() {
		number := strconv.Itoa(n + 1)
		s = t.quoting(s, n, min(t.look.Width, canvas.MostProse)-width-4)
		first, rest, more := strings.Cut(ansi.Wrap(s, max(min(t.look.Width, canvas.MostProse)-width-4, leastBar), ""), "\n")
		t.page.Line("  " + strings.Repeat(" ", width-len(number)) + t.look.paint(Aside, number) + "  " + first)
		if more {
			t.page.Paragraph(width+4, strings.ReplaceAll(rest, "\n", " "), nil)
		}
	}
}

// quoting puts the source behind what happens there, where there is room for it beside the
// sentence: of a wait that never ended, in any case.
func (t *text) quoting(said string, n, width int) string {
	const least, most = 12, 40
	file, line := Where(t.p, t.chief[n])
	code := Source(t.p, file, line)
	if strings.HasSuffix(code, "{") || strings.Trim(code, "})") == "" || t.look.Spoken {
		return said
	}
	room := width - ansi.StringWidth(said) - 2
	last, waits := lastWait(t.p, t.p.Events[t.chief[n]].Lane)
	if forced := waits && last == t.chief[n]; forced && room < min(ansi.StringWidth(code), most) {
		return said + ": " + ansi.Truncate(code, most, "…")
	}
	if room < min(ansi.StringWidth(code), least) {
		return said
	}
	return said + "  " + t.look.paint(Aside, ansi.Truncate(code, min(room, most), "…"))
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
