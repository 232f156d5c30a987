package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

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

// key obeys a key that goes to the lanes. At the end of the run other words stand below them,
// and the rows are shared out anew.
func (v *lanesView) key(msg tea.KeyPressMsg) answer {
	before := v.now().ended()
	did := v.obey(msg)
	if v.now().ended() != before {
		v.layout(v.room)
	}
	return did
}

func (v *lanesView) obey(msg tea.KeyPressMsg) answer {
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
