package tui

import (
	"slices"

	"workbook/cmd/workbook/internal/drawing"
)

// show moves the cursor to an event, or to the nearest that there is.
func (c *chart) show(event int) {
	c.cursor = min(max(event, 0), c.end())
	c.follow()
}

// choose goes to a row that stands so many further.
func (c *chart) choose(by int) {
	c.chosen = min(max(c.chosen+by, 0), len(c.rows)-1)
	c.want = c.lane()
	c.reveal()
}

// find goes to the row of the lane that is chosen, or to that into which it is folded: it stays
// the same lane where another room folds them in another way.
func (c *chart) find() {
	is := func(r chartRow) bool { return r.lane == c.want }
	if !slices.ContainsFunc(c.rows, is) {
		for _, r := range c.folded {
			if slices.Contains(r.Like, c.want) {
				is = func(row chartRow) bool { return row.lane == r.Lane }
				break
			}
		}
	}
	c.chosen = max(slices.IndexFunc(c.rows, is), 0)
}

// magnify changes how many columns there are; by 0 all events are in view.
func (c *chart) magnify(by int) {
	before := c.zoom
	if c.zoom = max(c.zoom+by, 0); by == 0 {
		c.zoom = 0
	}
	columns := c.axis.Columns()
	c.scale()
	if by > 0 && c.axis.Columns() == columns { // there is nothing more to be seen
		c.zoom = before
		c.scale()
	}
	c.redraw()
	c.follow()
}

// layout gives it its room.
func (c *chart) layout(r chartRoom) {
	c.room = r
	if c.empty() {
		return
	}
	c.folded = c.fold()
	c.unfold()
	c.find()
	c.scale()
	c.reveal()
	c.redraw()
	c.follow()
}

// scale makes the axis for the room.
func (c *chart) scale() {
	columns := c.columns() << c.zoom
	lanes := c.shown()
	if c.shared > 0 {
		if own := drawing.Room(c.p, lanes); own < c.shared {
			columns = max(int(float64(columns)*own/c.shared), 1)
		}
	}
	c.axis = drawing.NewAxis(c.p, columns, lanes)
}

// follow scrolls sideways until the cursor is in sight.
func (c *chart) follow() {
	if c.axis == nil {
		return
	}
	at, width := c.column(), c.columns()
	margin := min(width/8, 6)
	if at < c.left+margin || at >= c.left+width-margin {
		c.left = at - width/2
	}
	c.left = max(min(c.left, c.axis.Columns()-width), 0)
}

// reveal scrolls until the chosen row is in sight.
func (c *chart) reveal() {
	height, before := c.lanes(), c.top
	if c.chosen < c.top {
		c.top = c.chosen
	}
	c.top = max(c.top, c.chosen-height+1)
	c.top = max(min(c.top, len(c.rows)-height), 0)
	if c.top != before {
		c.redraw()
	}
}

// redraw draws the rows that are in sight.
func (c *chart) redraw() {
	if c.axis == nil {
		return
	}
	lanes := make([]int, 0, c.lanes())
	for _, r := range c.inSight() {
		lanes = append(lanes, r.lane)
	}
	c.cells = c.axis.Cells(lanes, drawing.Look{ASCII: c.room.theme.ascii})
}

// toggle unfolds the row that is chosen, or folds it, or that to which it belongs. It reports
// whether there was anything to do.
func (c *chart) toggle() bool {
	at := c.chosen
	for at > 0 && c.rows[at].under {
		at--
	}
	r := c.rows[at]
	if r.like == 0 {
		return false
	}
	c.open[r.lane] = !r.open
	c.want = r.lane
	c.unfold()
	c.find()
	c.reveal()
	c.redraw()
	return true
}
