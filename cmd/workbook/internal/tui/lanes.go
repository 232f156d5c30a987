package tui

import (
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

// enable enables the keys that have something to do.
func (v *lanesView) enable() {
	k := &v.keymap
	k.Other.SetEnabled(len(v.runs) > 1)
	k.Fold.SetEnabled(v.now().foldable())
	k.Edit.SetEnabled(v.now().mine && v.sourced())
}

// sourced reports whether there is source to be shown of the run with the cursor.
func (v *lanesView) sourced() bool { return len(v.now().p.Files) > 0 }
