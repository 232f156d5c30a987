package tui

import (
	"slices"
	"sort"

	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
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
	want   int          // the lane that is chosen, which may be folded into another's row
	chosen int          // the row it is in
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
	c.want = worst(p)
	return c
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

// lane is the one that is chosen; -1: there is none.
func (c *chart) lane() int {
	if c.chosen < 0 || c.chosen >= len(c.rows) {
		return -1
	}
	return c.rows[c.chosen].lane
}

// shown are the lanes that the axis has room for.
func (c *chart) shown() []int {
	lanes := make([]int, len(c.folded))
	for i, r := range c.folded {
		lanes[i] = r.Lane
	}
	return lanes
}

// column is where the cursor stands on the axis.
func (c *chart) column() int { return c.axis.Column(c.cursor) }

// inSight are the rows that are shown.
func (c *chart) inSight() []chartRow {
	return c.rows[c.top:min(c.top+c.lanes(), len(c.rows))]
}

// names is how wide the column of names is; two charts have the same.
func (c *chart) names() int { return max(c.own(), c.beside) }

// own is how wide a chart would have it.
func (c *chart) own() int {
	widest := 0
	for _, r := range c.folded {
		widest = max(widest, lipgloss.Width(c.name(r.Lane)))
	}
	widest = max(widest, lipgloss.Width(tr.T("the end")), lipgloss.Width(tr.T("%d of %d", c.end(), c.end())))
	most := c.room.width / 4
	if c.room.width < statesFrom {
		most = c.room.width / 3 // names are all that says which lane is whose
	}
	return min(widest, max(most, 10))
}

// name is that of a lane in its column.
func (c *chart) name(lane int) string { return wording.Short(c.p, lane) }

// states is how wide the column is that says what each lane does; 0: there is none.
func (c *chart) states() int {
	if c.room.width < statesFrom {
		return 0
	}
	return c.room.width * 3 / 10
}

// columns are those of the lanes.
func (c *chart) columns() int {
	w := c.room.width - chartMark - c.names() - 1
	if s := c.states(); s > 0 {
		w -= s + 1
	}
	return max(w, leastLane)
}

// heads is how many rows stand above the lanes: that of the cursor, and that of pauses where
// there are any.
func (c *chart) heads() int {
	for i := 1; i < len(c.p.Events); i++ {
		if c.p.Pause(i) >= drawing.Least(c.p) {
			return 2
		}
	}
	return 1
}

// lanes is how many rows there are for lanes.
func (c *chart) lanes() int { return max(c.room.height-c.above, 1) }

// lead is the room before a lane.
func (c *chart) lead() int { return chartMark + c.names() + 1 }
