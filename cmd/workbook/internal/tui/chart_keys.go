package tui

import (
	"charm.land/bubbles/v2/key"

	"workbook/cmd/internal/tr"
)

// chartKeys are the keys of a page of lanes. What it says of them is computed from here.
type chartKeys struct {
	Back, On, SwitchBack, SwitchOn, First, Last key.Binding
	Up, Down, PageUp, PageDown, Fold            key.Binding
	In, Out, All                                key.Binding
	Source, Other, Compare                      key.Binding
	Edit, Copy                                  key.Binding
	Help, Close                                 key.Binding
}

func newChartKeys() chartKeys {
	return chartKeys{
		Back:       bind("← h", tr.T("one event back"), "left", "h"),
		On:         bind("→ l", tr.T("one event on"), "right", "l", "space"),
		SwitchBack: bind("[", tr.T("back to where another goroutine had its turn"), "["),
		SwitchOn:   bind("]", tr.T("on to where another goroutine has its turn"), "]"),
		First:      bind(tr.T("home g"), tr.T("to the first event"), "home", "g"),
		Last:       bind(tr.T("end G"), tr.T("to where the run has ended"), "end", "G"),
		Up:         bind("↑ k", tr.T("choose the lane above"), "up", "k"),
		Down:       bind("↓ j", tr.T("choose the lane below"), "down", "j"),
		PageUp:     bind(tr.T("pgup"), tr.T("one screen of lanes up"), "pgup", "b"),
		PageDown:   bind(tr.T("pgdown"), tr.T("one screen of lanes down"), "pgdown"),
		Fold:       bind("enter", tr.T("show the lanes that are folded into this one, or fold them"), "enter"),
		In:         bind("+", tr.T("fewer events, with more room"), "+", "="),
		Out:        bind("-", tr.T("more events, with less room"), "-"),
		All:        bind("0", tr.T("all events"), "0"),
		Source:     bind("t", tr.T("the same run through the source, step by step, and back"), "t"),
		Other:      bind("tab", tr.T("to the other run"), "tab"),
		Compare:    bind("c", tr.T("beside this run the reference's, or none"), "c"),
		Edit:       bind("e", tr.T("edit your file at this line"), "e"),
		Copy:       bind("y", tr.T("copy the place, or the command that shows this run"), "y"),
		Help:       bind("?", tr.T("help"), "?"),
		Close:      bind("esc q", tr.T("back to where you were"), "esc", "q"),
	}
}

// all are the keys as the help lists them.
func (k chartKeys) all() []key.Binding {
	return []key.Binding{k.On, k.Back, k.SwitchOn, k.SwitchBack, k.First, k.Last, k.Down, k.Up, k.PageDown, k.PageUp, k.Fold,
		k.In, k.Out, k.All, k.Source, k.Other, k.Compare, k.Edit, k.Copy, k.Help, k.Close}
}

// brief are those of the bottom line, in the words for it, the likeliest first.
func (k chartKeys) brief() []key.Binding {
	k.Close.SetHelp("esc", tr.T("back"))
	k.On.SetHelp("←→", tr.T("event"))
	k.SwitchOn.SetHelp("[ ]", tr.T("switch"))
	k.Up.SetHelp("↑↓", tr.T("lane"))
	k.Fold.SetHelp("enter", tr.T("unfold"))
	k.In.SetHelp("+-0", tr.T("zoom"))
	k.Source.SetHelp("t", tr.T("source"))
	k.Other.SetHelp("tab", tr.T("other run"))
	k.Compare.SetHelp("c", tr.T("reference"))
	k.Edit.SetHelp("e", tr.T("edit"))
	k.First.SetHelp("g G", tr.T("first, end"))
	return []key.Binding{k.Close, k.On, k.Source, k.Other, k.Up, k.Fold, k.Help, k.SwitchOn, k.Compare, k.In, k.First, k.Edit}
}
