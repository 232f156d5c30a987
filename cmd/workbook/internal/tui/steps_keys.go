package tui

import (
	"charm.land/bubbles/v2/key"

	"workbook/cmd/internal/tr"
)

// stepKeys are the keys of a page that steps through a run. What it says of them is
// computed from here.
type stepKeys struct {
	Back, On, SwitchBack, SwitchOn, First, Last key.Binding
	Up, Down, PageUp, PageDown                  key.Binding
	File, Files                                 key.Binding
	Lanes, Edit, Copy                           key.Binding
	Help, Close                                 key.Binding
}

// newStepKeys are those for a run whose submission has so many files; mine says that the
// files are the learner's own. opened are the keys that open such a page.
func newStepKeys(files int, mine bool, opened ...string) stepKeys {
	k := stepKeys{
		Back:       bind("← h", tr.T("one step back"), "left", "h"),
		On:         bind("→ l", tr.T("one step on"), "right", "l", "space"),
		SwitchBack: bind("[", tr.T("back to where another goroutine had its turn"), "["),
		SwitchOn:   bind("]", tr.T("on to where another goroutine has its turn"), "]"),
		First:      bind(tr.T("home g"), tr.T("to the first step"), "home", "g"),
		Last:       bind(tr.T("end G"), tr.T("to where the run has ended"), "end", "G"),
		Up:         bind("↑ k", tr.T("scroll up"), "up", "k"),
		Down:       bind("↓ j", tr.T("scroll down"), "down", "j"),
		PageUp:     bind(tr.T("pgup"), tr.T("one screen up"), "pgup", "b"),
		PageDown:   bind(tr.T("pgdown"), tr.T("one screen down"), "pgdown"),
		File:       bind("tab", tr.T("look at the next file, or go along again"), "tab"),
		Files:      bind("1-9", tr.T("look at that file"), "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		Lanes:      bind("t", tr.T("the same run as lanes, and back"), "t"),
		Edit:       bind("e", tr.T("edit your file at this line"), "e"),
		Copy:       bind("y", tr.T("copy the place, or the command that shows this run"), "y"),
		Help:       bind("?", tr.T("help"), "?"),
		Close:      bind("esc q", tr.T("back to where you were"), append([]string{"esc", "q"}, opened...)...),
	}
	k.File.SetEnabled(files > 1)
	k.Files.SetEnabled(files > 1)
	k.Edit.SetEnabled(mine)
	return k
}

// all are the keys as the help lists them.
func (k stepKeys) all() []key.Binding {
	return []key.Binding{k.On, k.Back, k.SwitchOn, k.SwitchBack, k.First, k.Last, k.File, k.Files,
		k.Down, k.Up, k.PageDown, k.PageUp, k.Lanes, k.Edit, k.Copy, k.Help, k.Close}
}

// brief are those of the bottom line, in the words for it, the likeliest first.
func (k stepKeys) brief() []key.Binding {
	k.Close.SetHelp("esc", tr.T("back"))
	k.On.SetHelp("←→", tr.T("step"))
	k.SwitchOn.SetHelp("[ ]", tr.T("switch"))
	k.File.SetHelp("tab", tr.T("file"))
	k.Lanes.SetHelp("t", tr.T("lanes"))
	k.Edit.SetHelp("e", tr.T("edit"))
	k.First.SetHelp("g G", tr.T("first, end"))
	return []key.Binding{k.Close, k.On, k.Lanes, k.SwitchOn, k.Help, k.First, k.File, k.Edit}
}
