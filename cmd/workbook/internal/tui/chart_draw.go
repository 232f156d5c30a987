package tui

import (
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/canvas"
	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

const (
	chartMark  = 2  // columns before a lane's name: whether it is chosen
	leastLane  = 16 // columns of a lane, however long names are
	statesFrom = 90 // columns of the room from which on each lane's state stands beside it
)

// draw is the chart in exactly so many rows as it has. active says that the keys go to it.
func (c *chart) draw(active bool) []string {
	var out []string
	if c.above > 1 {
		out = append(out, fit(c.pauses(), c.room.width))
	}
	out = append(out, fit(c.ruler(active), c.room.width))
	for i, r := range c.inSight() {
		out = append(out, fit(c.row(r, c.cells[i], active && c.top+i == c.chosen), c.room.width))
	}
	return filled(out, c.room.width, c.room.height)
}

// pauses labels those that are cut, each above its cut. Those that have no room go without.
func (c *chart) pauses() string {
	line, used := "", 0
	for _, p := range c.axis.Pauses() {
		at, label := p.Column-c.left, wording.Length(p.Length)
		if at < used || at < 0 || at >= c.columns() {
			continue
		}
		line += strings.Repeat(" ", at-used) + label + " "
		used = at + lipgloss.Width(label) + 1
	}
	return strings.Repeat(" ", c.lead()) + c.room.theme.dim.Render(line)
}

// ruler is where the cursor stands, and at which event of how many.
func (c *chart) ruler(active bool) string {
	t := c.room.theme
	here, width := c.column()-c.left, min(c.axis.Columns()-c.left, c.columns())
	where := c.where()
	if lipgloss.Width(where) > c.lead()-1 {
		where = strconv.Itoa(c.cursor + 1)
	}
	past, ahead := strings.Repeat(glyphPast, max(here, 0)), strings.Repeat(glyphAhead, max(width-here-1, 0))
	look := t.rule
	if active {
		look = t.text
	}
	line := look.Render(past) + t.accent.Render(glyphNow) + t.rule.Render(ahead)
	right := ""
	if c.states() > 0 {
		right = strings.Repeat(" ", max(c.columns()-width, 0)+1) + t.dim.Render(c.time())
	}
	return fit(" "+t.strong.Render(where), c.lead()) + line + right
}

// hidden says how many rows are not in sight; it is empty where all are.
func (c *chart) hidden() string {
	n := len(c.rows) - len(c.inSight())
	if n == 0 {
		return ""
	}
	return tr.N(n, "%s more lane", "%s more lanes", wording.Number(n)) + " ↑↓ "
}

// where says at which event of how many the cursor is.
func (c *chart) where() string {
	if c.ended() {
		return tr.T("the end")
	}
	return tr.T("%d of %d", c.cursor+1, c.end())
}

// time is when that was on the check's clock.
func (c *chart) time() string { return wording.Length(c.p.Time(c.event())) }

// row is a lane with its name and what it does at the cursor.
func (c *chart) row(r chartRow, cells []drawing.Cell, chosen bool) string {
	t := c.room.theme
	mark, folds, look := " ", " ", t.text
	if chosen {
		mark, look = t.accent.Render(glyphPointer), t.strong
	}
	switch {
	case r.like > 0 && r.open:
		folds = "-"
	case r.like > 0:
		folds = "+"
	case r.under:
		folds = glyphDot
	}
	mark += t.dim.Render(folds)
	line := mark + look.Render(canvas.Name(c.name(r.lane), c.names())) + " "
	switch drawn := c.cellsOf(cells); {
	case c.states() > 0:
		return fit(line+drawn, c.lead()+c.columns()) + " " + c.does(r)
	case r.like > 0 && !r.open:
		return c.folding(line, drawn, more(r.like))
	default:
		return line + drawn
	}
}

// folding is a row that stands for others, where there is no place beside the lanes to say so:
// before the lane begins, or else over its last columns.
func (c *chart) folding(line, drawn, label string) string {
	t := c.room.theme
	lane := strings.TrimLeft(drawn, " ")
	if before := len(drawn) - len(lane); before > lipgloss.Width(label) {
		return line + t.dim.Render(fit(label, before)) + lane
	}
	label = " " + label
	return fit(line+drawn, c.room.width-lipgloss.Width(label)) + t.dim.Render(label)
}

// does is what a lane does at the cursor, beside it.
func (c *chart) does(r chartRow) string {
	t, words, look := c.room.theme, "", c.room.theme.dim
	width, label := c.states(), ""
	if r.like > 0 && !r.open {
		label = c.alike(r)
		width -= lipgloss.Width(label) + 3
	}
	place := ""
	if s, there := c.at(r.lane); there {
		words, place = wording.Does(s), wording.Place(s.File, s.Line)
	}
	if fate := wording.Fate(c.p, r.lane); c.ended() && fate != "" {
		l := c.p.Lanes[r.lane]
		if l.Fate == picture.Panicked || stuck(l) || l.Unanswered {
			look = t.bad
		}
		switch {
		case lipgloss.Width(fate) <= width:
			words = fate
		case l.Fate != picture.Stuck: // of who is, the arrow says that it is so to the end
			words = wording.ShortFate(c.p, r.lane)
		}
	}
	switch words = placed(words, place, width); {
	case label == "":
		return look.Render(words)
	case words == "":
		return t.dim.Render(label)
	}
	return look.Render(words) + t.dim.Render(" "+glyphDot+" "+label)
}

// cellsOf are those of a lane that are in sight, with the cursor's marked.
func (c *chart) cellsOf(cells []drawing.Cell) string {
	t := c.room.theme
	look := t.look(0)
	from, to := c.left, min(c.left+c.columns(), len(cells))
	if from >= to {
		return ""
	}
	here := c.column()
	if here < from || here >= to {
		return look.Row(cells[from:to])
	}
	at := cells[here]
	if at.Glyph == "" {
		at.Glyph = " "
	}
	return look.Row(cells[from:here]) + t.drawn(at.Style).Inherit(t.match).Render(at.Glyph) + look.Row(cells[here+1:to])
}
