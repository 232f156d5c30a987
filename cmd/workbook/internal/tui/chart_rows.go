package tui

import (
	"workbook/grader/picture"
)

// fold has lanes that did the same in one row, where they have no room by themselves.
func (c *chart) fold() []picture.Row {
	if len(c.p.Lanes) <= c.lanes() {
		return c.p.Rows(len(c.p.Lanes))
	}
	if len(c.folded) > 0 && len(c.folded) < len(c.p.Lanes) {
		return c.folded // what is alike stays so
	}
	rows := c.p.Alike()
	if len(rows) > 2*c.lanes() {
		return c.p.AlikeAtTheEnd()
	}
	return rows
}

// unfold lists the rows, those that were opened with what was folded into them.
func (c *chart) unfold() {
	c.rows = c.rows[:0]
	for _, r := range c.folded {
		open := c.open[r.Lane]
		c.rows = append(c.rows, chartRow{lane: r.Lane, like: len(r.Like), open: open})
		if !open {
			continue
		}
		for _, lane := range r.Like {
			c.rows = append(c.rows, chartRow{lane: lane, under: true})
		}
	}
}

// foldable reports whether there is anything to be unfolded.
func (c *chart) foldable() bool {
	for _, r := range c.rows {
		if r.like > 0 {
			return true
		}
	}
	return false
}
