package drawing

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// A block is lanes below each other with their names and fates.
type block struct {
	p    *picture.Picture
	look Look
	rows []picture.Row

	names, bar, fates int // columns
	axis              *Axis
}

func newBlock(p *picture.Picture, rows []picture.Row, look Look) *block {
	b := &block{p: p, look: look, rows: rows}
	b.look.Width = max(look.Width, leastWidth)
	b.share()
	b.axis = NewAxis(p, b.bar, b.lanes())
	return b
}

func (b *block) lanes() []int {
	all := make([]int, len(b.rows))
	for i, r := range b.rows {
		all[i] = r.Lane
	}
	return all
}

// share divides the width among names, lanes and fates.
func (b *block) share() {
	for _, r := range b.rows {
		b.names = max(b.names, ansi.StringWidth(b.name(r)))
		b.fates = max(b.fates, ansi.StringWidth(b.fate(r)))
	}
	b.names = min(b.names, max(b.look.Width/3, leastBar))
	if b.fates = min(b.fates, b.mostFates()); b.fates > 0 {
		b.fates++
	}
	b.bar = max(leastBar, b.look.Width-2-b.names-1-b.fates)
}

// mostFates is how many columns fates may take.
func (b *block) mostFates() int {
	if b.look.Width < 50 {
		return 0
	}
	return b.look.Width * 2 / 5
}

// fate is that of a row, a short one where the whole would be cut.
func (b *block) fate(r picture.Row) string {
	if f := wording.Fate(b.p, r.Lane); ansi.StringWidth(f) <= b.mostFates() {
		return f
	}
	return wording.ShortFate(b.p, r.Lane)
}

// name is that of a row, a short one where it fits better.
func (b *block) name(r picture.Row) string {
	if n := wording.Name(b.p, r.Lane); ansi.StringWidth(n) <= b.look.Width/4 {
		return n
	}
	return wording.Short(b.p, r.Lane)
}

// lines are the lanes.
func (b *block) lines() []string {
	var all []string
	cells := b.axis.Cells(b.lanes(), b.look)
	for i, r := range b.rows {
		line := "  " + b.look.paint(Name, canvas.Name(b.name(r), b.names)) + " " + b.look.Row(cells[i])
		if fate := b.fate(r); fate != "" && b.fates > 1 {
			line += strings.Repeat(" ", b.bar-b.axis.Columns()+1) + b.look.paint(b.fateStyle(r.Lane), ansi.Truncate(fate, b.fates-1, "…"))
		}
		all = append(all, strings.TrimRight(line, " "))
		if n := len(r.Like); n > 0 {
			all = append(all, strings.Repeat(" ", 2+b.names+1)+b.look.paint(Aside, alike(n)))
		}
	}
	return all
}

func (b *block) fateStyle(lane int) Style {
	if l := b.p.Lanes[lane]; rests(l) || l.Fate == picture.ByServer && !l.Unanswered {
		return Aside
	}
	return Bad
}

// ruler are the labels of pauses, each above its cut; those that have no room are left out.
func (b *block) ruler() string {
	line, width := "", 0
	for _, p := range b.axis.Pauses() {
		label := wording.Length(p.Length)
		if p.Column < width {
			continue
		}
		line += strings.Repeat(" ", p.Column-width) + label
		width = p.Column + ansi.StringWidth(label) + 1
		line += " "
	}
	if width == 0 || width > b.bar+1 {
		return ansi.Truncate(b.look.paint(Cut, strings.TrimRight(b.indent()+line, " ")), b.look.Width, "")
	}
	return b.indent() + b.look.paint(Cut, strings.TrimRight(line, " "))
}

func (b *block) indent() string { return strings.Repeat(" ", 2+b.names+1) }

// spoken is a lane in words: what it did, one after the other, and how it ended.
func spoken(p *picture.Picture, r picture.Row) string {
	const most = 8
	l := p.Lanes[r.Lane]
	var parts []string
	for _, s := range l.Spans {
		if s.State == picture.Ready {
			continue // whoever listens wants to know what it did
		}
		if does := wording.Does(s); len(parts) == 0 || parts[len(parts)-1] != does {
			parts = append(parts, does)
		}
	}
	if more := len(parts) - most; more > 0 {
		parts = append(append(parts[:most/2:most/2], tr.N(more, "%d more", "%d more", more)), parts[len(parts)-most/2:]...)
	}
	switch {
	case rests(l):
	case l.Fate == picture.Panicked:
		parts = append(parts, tr.T("panics"))
	case l.Fate == picture.Stuck:
		parts = append(parts, tr.T("never ends"))
	case l.Unanswered:
		parts = append(parts, tr.T("closed by the server, without its answer"))
	case l.Fate == picture.ByServer:
		parts = append(parts, tr.T("closed by the server"))
	case l.Fate == picture.Over:
		parts = append(parts, tr.T("ends"))
	}
	said := wording.Name(p, r.Lane) + ": " + strings.Join(parts, ", ")
	if n := len(r.Like); n > 0 {
		said += ", " + alike(n)
	}
	return said
}

// Strip draws some lanes in as few lines as can be, without a legend: a line each, and one
// above them where pauses are cut. Its lines end with a line break.
func Strip(p *picture.Picture, lanes []int, look Look) string {
	if len(lanes) == 0 {
		return ""
	}
	rows := make([]picture.Row, len(lanes))
	for i, l := range lanes {
		rows[i].Lane = l
	}
	page := canvas.Page{Width: max(look.Width, leastWidth)}
	if look.Spoken {
		for _, r := range rows {
			page.Paragraph(2, spoken(p, r), nil)
		}
		return page.String()
	}
	b := newBlock(p, rows, look)
	if ruler := b.ruler(); ruler != "" && strings.TrimSpace(ruler) != "" {
		page.Line(ruler)
	}
	for _, l := range b.lines() {
		page.Line(l)
	}
	return page.String()
}
