package tui

// A slot is a part of the screen. The panes of one slot take turns in it.
type slot int

const (
	side slot = iota // a column of its own on a wide screen
	top              // above the bottom on a high screen, else in turns with it
	bottom
	slots // how many there are
)

// The smallest screen that everything fits on.
const (
	minWidth  = 50
	minHeight = 15
)

const (
	bodyTop   = 2   // the row where the panes begin
	wideFrom  = 100 // columns of the screen from which on the side has its own
	sideWidth = 40
	gapWidth  = 3   // between two columns
	highFrom  = 26  // rows of the body from which on the bottom stands under the top
	vastFrom  = 160 // columns of the screen from which on it stands beside the top
)

// A layout says how the screen is shared out.
type layout struct {
	body    int  // rows between the header and the lines at the bottom
	rule    bool // below the body
	air     int  // empty rows under a title
	columns []column
}

// A column has panes below each other, with a row between two of them.
type column struct {
	x, width int
	cells    []cell
}

// A cell is the place of a pane.
type cell struct {
	slot      slot
	y, height int // rows of the body, title included
}

// share shares out a screen. focus is the slot with the focus, and main the one of
// top and bottom that had it last; what does not fit is one tab away. wants is what the
// pane at the bottom wants.
func share(width, height int, focus, main slot, wants need) layout {
	l := layout{rule: height >= 22, body: height - 4}
	if l.rule {
		l.body--
	}
	if l.body >= 18 {
		l.air = 1
	}
	whole := func(s slot) []cell { return []cell{{s, 0, l.body}} }
	if width < wideFrom && focus == side {
		l.columns = []column{{0, width, whole(side)}}
		return l
	}
	c := column{0, width, whole(main)}
	if width >= wideFrom {
		l.columns = append(l.columns, column{0, sideWidth, whole(side)})
		c.x = sideWidth + gapWidth
		c.width -= c.x
	}
	switch {
	case wants.idle && main == top:
	case width >= vastFrom:
		half := (c.width - gapWidth) / 2
		l.columns = append(l.columns, column{c.x, half, whole(top)})
		c = column{c.x + half + gapWidth, c.width - half - gapWidth, whole(bottom)}
	case l.body >= highFrom:
		below := l.body / 2
		if wants.rows > 0 {
			below = wants.rows + 1 + l.air
		}
		c.cells = []cell{{top, 0, l.body - below - 1}, {bottom, l.body - below, below}}
	}
	l.columns = append(l.columns, c)
	return l
}

// only is the layout with nothing but one slot.
func (l layout) only(s slot, width int) layout {
	l.columns = []column{{0, width, []cell{{s, 0, l.body}}}}
	return l
}

// at is the cell at a place on the screen, and the row in it. What stands between
// two belongs to the second.
func (l layout) at(x, y int) (c cell, row int, ok bool) {
	y -= bodyTop
	if x < 0 || y < 0 || y >= l.body {
		return cell{}, 0, false
	}
	for _, column := range l.columns {
		if x >= column.x+column.width {
			continue
		}
		for _, c := range column.cells {
			if y < c.y+c.height {
				return c, y - c.y, true
			}
		}
	}
	return cell{}, 0, false
}

// alone reports whether no two panes but the side and another are on the screen.
func (l layout) alone() bool {
	n := 0
	for _, column := range l.columns {
		for _, c := range column.cells {
			if c.slot != side {
				n++
			}
		}
	}
	return n < 2
}

func tooSmall(width, height int) bool { return width < minWidth || height < minHeight }
