package drawing

import (
	"strings"

	"workbook/cmd/workbook/internal/canvas"
	"workbook/grader/picture"
)

// A Cell is one column of a lane. The zero one is blank.
type Cell struct {
	Glyph string // one column wide
	Style Style
	state picture.State
}

// Cells draw lanes, a row each: what they do, how they end, the pauses, and the arrows
// between them.
func (a *Axis) Cells(lanes []int, look Look) [][]Cell {
	all := make([][]Cell, len(lanes))
	for i, lane := range lanes {
		all[i] = a.lane(lane, look)
	}
	a.arrows(lanes, all, look.marks())
	return all
}

// most says of each column what a lane does in most of it.
func (a *Axis) most(lane int) []picture.State {
	all := make([]picture.State, a.columns)
	part := make([]float64, a.columns)
	for _, s := range a.p.Lanes[lane].Spans {
		from, to := a.at[s.From], max(a.at[s.To], a.at[s.From]+0.01)
		for c := min(int(from), a.columns-1); c < a.columns && float64(c) < to; c++ {
			if p := min(to, float64(c+1)) - max(from, float64(c)); p > part[c] {
				part[c], all[c] = p, s.State
			}
		}
	}
	return all
}

// lane draws one.
func (a *Axis) lane(lane int, look Look) []Cell {
	cells, m := make([]Cell, a.columns), look.marks()
	for c, s := range a.most(lane) {
		if s != "" {
			cells[c] = Cell{look.glyph(s), states[s].style, s}
		}
	}
	for _, p := range a.pauses {
		for c := p.Column; c < p.Column+pauseColumns && c < a.columns; c++ {
			if cells[c].Glyph != "" {
				cells[c].Glyph, cells[c].Style = m.cut, Cut
			}
		}
	}
	a.end(lane, cells, m)
	return cells
}

// end marks how a lane ends.
func (a *Axis) end(lane int, cells []Cell, m marks) {
	l := a.p.Lanes[lane]
	if len(l.Spans) == 0 {
		return
	}
	at := a.Column(l.Spans[len(l.Spans)-1].To)
	switch l.Fate {
	case picture.Panicked:
		cells[at] = Cell{Glyph: m.panic, Style: Bad}
	case picture.ByServer:
		cells[at] = Cell{Glyph: m.sever, Style: Idle}
		if l.Unanswered {
			cells[at].Style = Bad
		}
	case picture.Stuck:
		last := l.Spans[len(l.Spans)-1]
		cells[a.columns-1] = Cell{Glyph: m.edge, Style: Bad}
		if rests(l) {
			cells[a.columns-1].Style = states[last.State].style
		}
	case picture.Over:
		cells[at] = Cell{Glyph: m.end, Style: states[l.Spans[len(l.Spans)-1].State].style}
	}
}

// arrows draws who made and woke whom, one in a column: an end before a start before a
// wake.
func (a *Axis) arrows(lanes []int, cells [][]Cell, m marks) {
	row := map[int]int{}
	for r, l := range lanes {
		row[l] = r
	}
	taken := map[int]int{}
	weight := map[picture.Kind]int{picture.Woken: 1, picture.Made: 2, picture.Joined: 3}
	for _, i := range a.p.Ties() {
		e := a.p.Events[i]
		_, from := row[e.From]
		_, to := row[e.Lane]
		c := a.Column(i)
		if before, is := taken[c]; from && to && (!is || weight[e.Kind] > weight[a.p.Events[before].Kind]) {
			taken[c] = i
		}
	}
	for c, i := range taken {
		e := a.p.Events[i]
		arrow(cells, c, row[e.From], row[e.Lane], m)
	}
}

// arrow draws one from a row to another.
func arrow(cells [][]Cell, c, from, to int, m marks) {
	head, step := m.down, 1
	if to < from {
		head, step = m.up, -1
	}
	for r := from; r != to; r += step {
		cell := &cells[r][c]
		switch {
		case cell.Style == Bad:
		case r == from:
			*cell = Cell{m.begin(step), Arrow, cell.state}
		case cell.Glyph == "" || cell.Glyph == m.rise:
			*cell = Cell{m.rise, Arrow, cell.state}
		default:
			*cell = Cell{m.cross, cell.Style, cell.state}
		}
	}
	if cells[to][c].Style != Bad {
		cells[to][c] = Cell{head, Arrow, cells[to][c].state}
	}
}

// begin is where an arrow leaves its lane.
func (m marks) begin(step int) string {
	if step < 0 && m == drawn {
		return "┷"
	}
	return m.start
}

// Row joins cells to a text.
func (l Look) Row(cells []Cell) string {
	var b strings.Builder
	canvas.Runs(cells, func(c Cell, times int) {
		if c.Glyph == "" {
			b.WriteString(strings.Repeat(" ", times))
			return
		}
		b.WriteString(l.paint(c.Style, strings.Repeat(c.Glyph, times)))
	})
	return b.String()
}
