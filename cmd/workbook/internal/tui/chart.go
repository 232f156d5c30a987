package tui

import (
	"slices"
	"sort"

	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
)

// A chart is a picture of a run that is looked at: lanes below each other, of which one is
// chosen, and a cursor that stands at an event. Behind the last event is the end of the run.
type chart struct {
	p        *picture.Picture
	above    int   // rows above the lanes
	switches []int // the events at which another goes on, in order
	folded   []picture.Row

	cursor int          // the event
	chosen int          // the row
	top    int          // the first row that is shown
	left   int          // the first column that is shown
	zoom   int          // how often the columns are doubled
	open   map[int]bool // by the first lane of a row, whether it is unfolded

	room   chartRoom
	rows   []chartRow
	axis   *drawing.Axis
	cells  [][]drawing.Cell // of the rows that are shown
	shared float64          // the room that the other chart wants; 0: there is none
	beside int              // how wide the names of the other are
}

// A chartRoom is what a chart has of the screen.
type chartRoom struct {
	width, height int // of it, its ruler included
	theme         *theme
}

// A chartRow is a lane, with those that are folded into it.
type chartRow struct {
	lane  int
	like  int  // how many more are folded into it
	open  bool // they stand below it
	under bool // it is one of them
}

// newChart opens a picture at its beginning.
func newChart(p *picture.Picture) *chart {
	c := &chart{p: p, open: map[int]bool{}, switches: switchesIn(p)}
	c.above = c.heads()
	c.chosen = -1 - worst(p) // a lane, until there are rows
	return c
}

// worst is the lane to look at first: of those that tell most one that panicked, or never ended,
// or else the one that tells most.
func worst(p *picture.Picture) int {
	const among = 6
	tells := p.Telling(among)
	for _, fate := range []picture.Fate{picture.Panicked, picture.Stuck} {
		for _, lane := range tells {
			l := p.Lanes[lane]
			if l.Fate == fate && (len(l.Spans) == 0 || !wording.AtRest(l.Spans[len(l.Spans)-1])) {
				return lane
			}
		}
	}
	if tells = p.Telling(1); len(tells) > 0 {
		return tells[0]
	}
	return 0
}

// switchesIn are the events at which another goroutine goes on, and where none are known those
// at which something happens to somebody else.
func switchesIn(p *picture.Picture) []int {
	steps := slices.ContainsFunc(p.Events, func(e picture.Event) bool { return e.Kind == picture.GoesOn })
	var all []int
	last := -1
	for i, e := range p.Events {
		if (!steps || e.Kind == picture.GoesOn) && e.Lane != last {
			all = append(all, i)
			last = e.Lane
		}
	}
	return all
}

// end is the position behind the last event.
func (c *chart) end() int { return len(c.p.Events) }

// ended reports whether the cursor is at the end of the run.
func (c *chart) ended() bool { return c.cursor >= c.end() }

// event is the one at the cursor; at the end it is the last. There has to be one.
func (c *chart) event() int { return min(c.cursor, c.end()-1) }

// empty reports whether there is nothing to be seen.
func (c *chart) empty() bool { return len(c.p.Lanes) == 0 || len(c.p.Events) == 0 }

// show moves the cursor to an event, or to the nearest that there is.
func (c *chart) show(event int) {
	c.cursor = min(max(event, 0), c.end())
	c.follow()
}

// after is the next switch behind the cursor; where there is none, the end.
func (c *chart) after() int {
	if i := sort.SearchInts(c.switches, c.cursor+1); i < len(c.switches) {
		return c.switches[i]
	}
	return c.end()
}

// before is the last switch before the cursor; where there is none, the first event.
func (c *chart) before() int {
	if i := sort.SearchInts(c.switches, c.cursor); i > 0 {
		return c.switches[i-1]
	}
	return 0
}

// choose goes to a row that stands so many further.
func (c *chart) choose(by int) {
	c.chosen = min(max(c.chosen+by, 0), len(c.rows)-1)
	c.reveal()
}

// lane is the one that is chosen; -1: there is none.
func (c *chart) lane() int {
	if c.chosen < 0 || c.chosen >= len(c.rows) {
		return -1
	}
	return c.rows[c.chosen].lane
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
	if c.chosen < 0 {
		lane := -1 - c.chosen
		c.chosen = max(slices.IndexFunc(c.rows, func(r chartRow) bool { return r.lane == lane }), 0)
	}
	c.chosen = min(c.chosen, len(c.rows)-1)
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

// shown are the lanes that the axis has room for.
func (c *chart) shown() []int {
	lanes := make([]int, len(c.folded))
	for i, r := range c.folded {
		lanes[i] = r.Lane
	}
	return lanes
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

// column is where the cursor stands on the axis.
func (c *chart) column() int { return c.axis.Column(c.cursor) }

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

// inSight are the rows that are shown.
func (c *chart) inSight() []chartRow {
	return c.rows[c.top:min(c.top+c.lanes(), len(c.rows))]
}
