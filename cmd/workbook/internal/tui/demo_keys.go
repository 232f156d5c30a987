package tui

import (
	"charm.land/bubbles/v2/key"

	"workbook/cmd/internal/tr"
)

// demoKeys are the keys of a page that runs a demo. What it says of them is computed from
// here.
type demoKeys struct {
	Less, More, Previous, Next     key.Binding
	Run                            key.Binding
	Up, Down, PageUp, PageDown     key.Binding
	Top, Bottom, Copy, Help, Close key.Binding
}

// newDemoKeys are those for a demo with so many parameters. opened are the keys that open
// such a page.
func newDemoKeys(params int, opened ...string) demoKeys {
	k := demoKeys{
		Less:     bind("← h", tr.T("less of the chosen parameter, and run with that"), "left", "h"),
		More:     bind("→ l", tr.T("more of the chosen parameter, and run with that"), "right", "l"),
		Previous: bind("↑", tr.T("choose the parameter before"), "up", "shift+tab"),
		Next:     bind(tr.T("↓ tab"), tr.T("choose the next parameter"), "down", "tab"),
		Run:      bind("r enter", tr.T("run it again"), "r", "enter"),
		Up:       bind("k", tr.T("scroll up"), "k"),
		Down:     bind("j", tr.T("scroll down"), "j"),
		PageUp:   bind(tr.T("pgup b"), tr.T("one screen up"), "pgup", "b"),
		PageDown: bind(tr.T("pgdown space"), tr.T("one screen down"), "pgdown", "space"),
		Top:      bind(tr.T("home g"), tr.T("to the top"), "home", "g"),
		Bottom:   bind(tr.T("end G"), tr.T("to the end"), "end", "G"),
		Copy:     bind("y", tr.T("copy the command that runs the same"), "y"),
		Help:     bind("?", tr.T("help"), "?"),
		Close:    bind("esc q", tr.T("back to where you were; the demo stops"), append([]string{"esc", "q"}, opened...)...),
	}
	for _, b := range []*key.Binding{&k.Less, &k.More} {
		b.SetEnabled(params > 0)
	}
	for _, b := range []*key.Binding{&k.Previous, &k.Next} {
		b.SetEnabled(params > 1)
	}
	return k
}

// all are the keys as the help lists them.
func (k demoKeys) all() []key.Binding {
	return []key.Binding{k.Less, k.More, k.Next, k.Previous, k.Run,
		k.Down, k.Up, k.PageDown, k.PageUp, k.Top, k.Bottom, k.Copy, k.Help, k.Close}
}

// brief are those of the bottom line, in the words for it, the likeliest first.
func (k demoKeys) brief() []key.Binding {
	k.Close.SetHelp("esc", tr.T("back"))
	k.More.SetHelp("←→", tr.T("change"))
	k.Next.SetHelp("↑↓", tr.T("parameter"))
	k.Run.SetHelp("r", tr.T("again"))
	k.PageDown.SetHelp("j k", tr.T("scroll"))
	return []key.Binding{k.Close, k.More, k.Next, k.Run, k.PageDown, k.Help}
}

// scrolling is the key map of the screens with the keys that scroll here.
func (k demoKeys) scrolling(screens keyMap) keyMap {
	screens.Up, screens.Down, screens.PageUp, screens.PageDown = k.Up, k.Down, k.PageUp, k.PageDown
	screens.Top, screens.Bottom = k.Top, k.Bottom
	screens.On.SetEnabled(false)
	screens.Back.SetEnabled(false)
	return screens
}
