package tui

import (
	"charm.land/bubbles/v2/key"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
)

// A keyMap is every key of the program. What the ? page and the bottom line say
// is computed from it: a binding that is not enabled is neither obeyed nor shown.
type keyMap struct {
	On, Back                                key.Binding
	Up, Down, PageUp, PageDown, Top, Bottom key.Binding
	Left, Right                             key.Binding
	Pane, PaneBack, Open, Zoom              key.Binding

	Run, Edit, Hint, AllHints, Raw, Solution, Reset, Undo key.Binding
	Submit                                                key.Binding // where there is no reference to compare with
	Steps, AnySteps, Replay, Lanes, Demo                  key.Binding
	Next, Previous, Copy, Mouse                           key.Binding

	Search, Help, Close, Quit, Suspend key.Binding
	Welcome, Afterword                 key.Binding // in the help
	Yes, No                            key.Binding
}

func bind(help, desc string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
}

func newKeyMap() keyMap {
	return keyMap{
		On:       bind(tr.T("space"), tr.T("read on, to the task"), "space"),
		Back:     bind("b", tr.T("read back"), "b"),
		Up:       bind("↑ k", tr.T("scroll up"), "up", "k"),
		Down:     bind("↓ j", tr.T("scroll down"), "down", "j"),
		PageUp:   bind(tr.T("pgup"), tr.T("one screen up"), "pgup"),
		PageDown: bind(tr.T("pgdown"), tr.T("one screen down"), "pgdown"),
		Top:      bind(tr.T("home g"), tr.T("to the top"), "home", "g"),
		Bottom:   bind(tr.T("end G"), tr.T("to the end"), "end", "G"),
		Left:     bind("← [", tr.T("previous page of the lesson"), "left", "["),
		Right:    bind("→ ]", tr.T("next page of the lesson"), "right", "]"),
		Pane:     bind("tab", tr.T("the next pane"), "tab"),
		PaneBack: bind("shift+tab", tr.T("the same, backwards"), "shift+tab"),
		Open:     bind("enter", tr.T("open what is chosen"), "enter"),
		Zoom:     bind("z", tr.T("this pane alone, and back"), "z"),

		Run:      bind("r", tr.T("grade now"), "r"),
		Edit:     bind("e", tr.T("edit your file"), "e"),
		Hint:     bind("h", tr.T("next hint"), "h"),
		AllHints: bind("H", tr.T("open the hints before it"), "H"),
		Raw:      bind("o", tr.T("raw output"), "o"),
		Solution: bind("s", tr.T("compare with the reference"), "s"),
		Submit:   bind("s", tr.T("hand in: the hidden checks"), "s"),
		Reset:    bind("x", tr.T("start over"), "x"),
		Undo:     bind("u", tr.T("bring back what that took"), "u"),
		Steps:    bind("t", tr.T("see how a failure came about"), "t"),
		AnySteps: bind("T", tr.T("the same of another check"), "T"),
		Lanes:    bind("L", tr.T("draw failures, or not"), "L"),
		Replay:   bind("R", tr.T("the page's wrong version"), "R"),
		Demo:     bind("d", tr.T("run the demo, and measure"), "d"),
		Next:     bind("n", tr.T("next exercise"), "n"),
		Previous: bind("p", tr.T("previous exercise"), "p"),

		Copy:  bind("y", tr.T("copy a place, or code"), "y"),
		Mouse: bind("m", tr.T("the mouse to the terminal"), "m"),

		Search:    bind("/", tr.T("search"), "/"),
		Help:      bind("?", tr.T("help"), "?"),
		Close:     bind("esc", tr.T("close"), "esc"),
		Quit:      bind("q", tr.T("quit"), "q", "ctrl+c"),
		Suspend:   bind("ctrl+z", tr.T("to the shell; fg comes back"), "ctrl+z"),
		Welcome:   bind("w", tr.T("the welcome page"), "w"),
		Afterword: bind("l", tr.T("looking back"), "l"),

		Yes: bind(tr.T("y"), tr.T("yes"), "y", "Y", tr.T("y")),
		No:  bind("n", tr.T("no"), "n", "N", "esc"),
	}
}

// A keyGroup is one block of the help page.
type keyGroup struct {
	title string
	keys  []key.Binding
}

func (k keyMap) groups() []keyGroup {
	return []keyGroup{
		{tr.T("The exercise"), []key.Binding{k.Edit, k.Run, k.Submit, k.Hint, k.AllHints, k.Raw, k.Steps, k.AnySteps, k.Lanes, k.Replay, k.Demo, k.Solution, k.Reset, k.Undo, k.Next, k.Previous}},
		{tr.T("Reading"), []key.Binding{k.On, k.Back, k.Left, k.Right, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom}},
		{tr.T("Getting about"), []key.Binding{k.Pane, k.PaneBack, k.Zoom, k.Open, k.Copy, k.Mouse, k.Search, k.Help, k.Close, k.Suspend, k.Quit}},
	}
}

// brief are the keys in the words of the bottom line, where there is little room.
func (k keyMap) brief() keyMap {
	k.On.SetHelp(tr.T("space"), tr.T("read on"))
	k.Left.SetHelp("←→", tr.T("page"))
	k.Zoom.SetHelp("z", tr.T("zoom"))
	k.Edit.SetHelp("e", tr.T("edit"))
	k.Run.SetHelp("r", tr.T("grade"))
	k.Hint.SetHelp("h", tr.T("hint"))
	k.Next.SetHelp("n", tr.T("next"))
	k.Steps.SetHelp("t", tr.T("see the run"))
	k.Replay.SetHelp("R", tr.T("wrong version"))
	k.Demo.SetHelp("d", tr.T("demo"))
	k.Solution.SetHelp("s", tr.T("compare"))
	k.Submit.SetHelp("s", tr.T("hand in"))
	return k
}

// likely are the keys that the state of the work makes likely, the likeliest
// first, or else those given.
func likely(k keyMap, w *study.Work, otherwise ...key.Binding) []key.Binding {
	r := w.Run()
	switch {
	case r.Active() && r.Provisional:
		return []key.Binding{k.Next, k.Close, k.Pane, k.Edit, k.Left}
	case r.Active():
		return []key.Binding{k.Close, k.Edit, k.Pane, k.Left, k.Hint}
	case w.Passed(w.Current.ID) && (r == nil || r.Passed()):
		return []key.Binding{k.Next, k.Solution, k.Left, k.Pane, k.Edit, k.Run, k.Search}
	}
	return otherwise
}
