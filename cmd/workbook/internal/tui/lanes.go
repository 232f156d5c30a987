package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/drawing"
	"workbook/cmd/workbook/internal/stepping"
	"workbook/cmd/workbook/internal/study"
)

// A run that is shown as lanes, with what it is called where there are two.
type laneRun struct {
	*chart
	record *stepping.Record // nil: it was not recorded step by step
	name   string
	mine   bool // its files are the learner's own
}

func newLaneRun(d study.Drawing, name string, mine bool) laneRun {
	return laneRun{newChart(d.Picture), d.Record, name, mine}
}

// A lanesView shows a run as lanes, and another above or below it in the same scale.
type lanesView struct {
	runs   []laneRun // one or two, from top to bottom
	active int       // the one with the cursor
	keymap chartKeys
	room   room
	plan   lanesPlan
	source *chartSource
}

// newLanes shows a run alone.
func newLanes(run laneRun) *lanesView {
	v := &lanesView{keymap: newChartKeys(), runs: []laneRun{run}}
	v.enable()
	return v
}

// now is the run with the cursor.
func (v *lanesView) now() laneRun { return v.runs[v.active] }

// pair puts another run above the one that there is, or below it. The cursor stays.
func (v *lanesView) pair(other laneRun, above bool) {
	mine := v.now()
	if v.runs, v.active = []laneRun{mine, other}, 0; above {
		v.runs, v.active = []laneRun{other, mine}, 1
	}
	v.enable()
	v.layout(v.room)
}

// alone shows the run with the cursor and no other.
func (v *lanesView) alone() {
	v.runs, v.active = []laneRun{v.now()}, 0
	v.runs[0].shared, v.runs[0].beside = 0, 0
	v.enable()
	v.layout(v.room)
}

// enable enables the keys that have something to do.
func (v *lanesView) enable() {
	k := &v.keymap
	k.Other.SetEnabled(len(v.runs) > 1)
	k.Fold.SetEnabled(v.now().foldable())
	k.Edit.SetEnabled(v.now().mine && v.sourced())
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
	v.source = &chartSource{theme: r.theme, chart: v.now().chart, listings: map[int]*listing{}, width: r.width - 1}
	v.enable()
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

// key obeys a key that goes to the lanes.
func (v *lanesView) key(msg tea.KeyPressMsg) answer {
	c, k := v.now().chart, v.keymap
	if key.Matches(msg, k.Other) {
		v.active = 1 - v.active
		v.layout(v.room)
		return obeyed
	}
	switch {
	case c.empty():
		return ignored
	case key.Matches(msg, k.On):
		c.show(c.cursor + 1)
	case key.Matches(msg, k.Back):
		c.show(c.cursor - 1)
	case key.Matches(msg, k.SwitchOn):
		c.show(c.after())
	case key.Matches(msg, k.SwitchBack):
		c.show(c.before())
	case key.Matches(msg, k.First):
		c.show(0)
	case key.Matches(msg, k.Last):
		c.show(c.end())
	default:
		return v.choose(msg)
	}
	return obeyed
}

// choose obeys a key that goes to another lane, or changes what is seen of them.
func (v *lanesView) choose(msg tea.KeyPressMsg) answer {
	c, k := v.now().chart, v.keymap
	switch {
	case key.Matches(msg, k.Up):
		c.choose(-1)
	case key.Matches(msg, k.Down):
		c.choose(1)
	case key.Matches(msg, k.PageUp):
		c.choose(-c.lanes())
	case key.Matches(msg, k.PageDown):
		c.choose(c.lanes())
	case key.Matches(msg, k.Fold):
		if c.toggle() {
			v.layout(v.room)
		}
	case key.Matches(msg, k.In):
		v.magnify(1)
	case key.Matches(msg, k.Out):
		v.magnify(-1)
	case key.Matches(msg, k.All):
		v.magnify(0)
	default:
		return ignored
	}
	return obeyed
}

// magnify does it with both runs, which keep the same scale.
func (v *lanesView) magnify(by int) {
	for _, run := range v.runs {
		if !run.empty() {
			run.magnify(by)
		}
	}
}
