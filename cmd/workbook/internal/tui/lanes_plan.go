package tui

import (
	"workbook/cmd/workbook/internal/drawing"
)

// A lanesPlan says how a page of lanes shares out its rows.
type lanesPlan struct {
	charts []int // of each run, its heading not included
	said   int
	source int // 0: there is none
	legend int
}

// arrange shares out the room, and lays the charts out in it.
func (v *lanesView) arrange() lanesPlan {
	height := v.room.height
	p := lanesPlan{said: 3}
	switch {
	case height >= 24:
		p.said = 5
	case height >= 16:
		p.said = 4
	}
	if now := v.now(); height >= 14 && !now.empty() {
		now.room = chartRoom{v.room.width, 0, v.room.theme}
		p.legend = len(now.legend(v.room.width, min(2, height/10), 0))
	}
	free := height - p.said - p.legend
	if len(v.runs) > 1 {
		free -= len(v.runs) // their headings
	}
	least := 0
	if v.sourced() && free >= 10 {
		least = max(4, min(8, free/3)) // the rule is one
	}
	for i, run := range v.runs {
		rows := (free - least) / (len(v.runs) - i)
		rows = v.place(run.chart, max(rows, 3))
		p.charts = append(p.charts, rows)
		free -= rows
	}
	if p.source = free - 1; !v.sourced() || p.source < 3 {
		p.source = 0
		p.said += max(free, 0) // nothing else needs them
	}
	return p
}

// place lays a chart out in so many rows at most, and says how many it takes.
func (v *lanesView) place(c *chart, most int) int {
	c.layout(chartRoom{v.room.width, most, v.room.theme})
	if c.empty() {
		return 1
	}
	if rows := len(c.rows) + c.above; rows < most {
		c.layout(chartRoom{v.room.width, rows, v.room.theme})
		return rows
	}
	return most
}

func (v *lanesView) layout(r room) {
	v.room = r
	if r.theme == nil {
		return
	}
	v.plan = v.arrange()
	if len(v.runs) > 1 {
		v.share()
		v.plan = v.arrange()
	}
	v.spare()
	v.source = &chartSource{theme: r.theme, chart: v.now().chart, listings: map[int]*listing{}, width: r.width - 1}
	v.enable()
}

// spare gives lanes that are out of sight the rows that words do not want: what they want at the
// end is known, and before it, where the source stands below, a sentence of two lines is enough,
// for longer ones take from the source.
func (v *lanesView) spare() {
	c, wanted := v.now().chart, v.plan.said
	switch {
	case len(v.runs) > 1 || c.empty():
		return
	case c.ended():
		wanted = len(v.said(v.room.height))
	case v.plan.source > 0:
		wanted = 2
	}
	if rows := min(len(c.rows)-len(c.inSight()), v.plan.said-wanted); rows > 0 {
		v.plan.said -= rows
		v.plan.charts[0] = v.place(c, v.plan.charts[0]+rows)
	}
}

// share gives two runs the same scale.
func (v *lanesView) share() {
	most := 0.0
	for _, run := range v.runs {
		most = max(most, drawing.Room(run.p, run.shown()))
	}
	for i, run := range v.runs {
		run.chart.shared, run.chart.beside = most, v.runs[1-i].own()
	}
}
