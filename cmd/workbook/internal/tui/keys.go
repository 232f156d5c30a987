package tui

import (
	"charm.land/bubbles/v2/key"

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
		On:       bind("space", "read on, to the task", "space"),
		Back:     bind("b", "read back", "b"),
		Up:       bind("↑ k", "scroll up", "up", "k"),
		Down:     bind("↓ j", "scroll down", "down", "j"),
		PageUp:   bind("pgup", "one screen up", "pgup"),
		PageDown: bind("pgdown", "one screen down", "pgdown"),
		Top:      bind("home g", "to the top", "home", "g"),
		Bottom:   bind("end G", "to the end", "end", "G"),
		Left:     bind("← [", "previous page of the lesson", "left", "["),
		Right:    bind("→ ]", "next page of the lesson", "right", "]"),
		Pane:     bind("tab", "the next pane", "tab"),
		PaneBack: bind("shift+tab", "the same, backwards", "shift+tab"),
		Open:     bind("enter", "open what is chosen", "enter"),
		Zoom:     bind("z", "this pane alone, and back", "z"),

		Run:      bind("r", "grade now", "r"),
		Edit:     bind("e", "edit your file", "e"),
		Hint:     bind("h", "next hint", "h"),
		AllHints: bind("H", "open the hints before it", "H"),
		Raw:      bind("o", "raw output", "o"),
		Solution: bind("s", "compare with the reference", "s"),
		Submit:   bind("s", "hand in: the hidden checks", "s"),
		Reset:    bind("x", "start over", "x"),
		Undo:     bind("u", "bring back what that took", "u"),
		Next:     bind("n", "next exercise", "n"),
		Previous: bind("p", "previous exercise", "p"),

		Copy:  bind("y", "copy a place, or code", "y"),
		Mouse: bind("m", "the mouse to the terminal", "m"),

		Search:    bind("/", "search", "/"),
		Help:      bind("?", "help", "?"),
		Close:     bind("esc", "close", "esc"),
		Quit:      bind("q", "quit", "q", "ctrl+c"),
		Suspend:   bind("ctrl+z", "to the shell; fg comes back", "ctrl+z"),
		Welcome:   bind("w", "the welcome page", "w"),
		Afterword: bind("l", "looking back", "l"),

		Yes: bind("y", "yes", "y", "Y"),
		No:  bind("n", "no", "n", "N", "esc"),
	}
}

// A keyGroup is one block of the help page.
type keyGroup struct {
	title string
	keys  []key.Binding
}

func (k keyMap) groups() []keyGroup {
	return []keyGroup{
		{"The exercise", []key.Binding{k.Edit, k.Run, k.Submit, k.Hint, k.AllHints, k.Raw, k.Solution, k.Reset, k.Undo, k.Next, k.Previous}},
		{"Reading", []key.Binding{k.On, k.Back, k.Left, k.Right, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom}},
		{"Getting about", []key.Binding{k.Pane, k.PaneBack, k.Zoom, k.Open, k.Copy, k.Mouse, k.Search, k.Help, k.Close, k.Suspend, k.Quit}},
	}
}

// brief are the keys in the words of the bottom line, where there is little room.
func (k keyMap) brief() keyMap {
	k.On.SetHelp("space", "read on")
	k.Left.SetHelp("←→", "page")
	k.Zoom.SetHelp("z", "zoom")
	k.Edit.SetHelp("e", "edit")
	k.Run.SetHelp("r", "grade")
	k.Hint.SetHelp("h", "hint")
	k.Next.SetHelp("n", "next")
	k.Solution.SetHelp("s", "compare")
	k.Submit.SetHelp("s", "hand in")
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
