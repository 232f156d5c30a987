package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// An overlay takes the place of the panes, and the keys, until it is closed.
type overlay interface {
	title() string
	place() string // where in it the learner is; may be empty
	layout(width, height int, t theme)
	// key obeys a key. With done the overlay is closed, and then, when there is
	// one, is called.
	key(k keyMap, msg tea.KeyPressMsg) (done bool, then func() tea.Cmd)
	wheel(b tea.MouseButton)
	view() string                  // as wide and high as layout was told
	keys(k keyMap) []key.Binding   // for the bottom line
	cursor() (x, y int, show bool) // of the terminal, relative to the view
}

// A sheetOverlay is a text to scroll through.
type sheetOverlay struct {
	name   string
	toggle key.Binding // opened it and closes it
	lines  func(width int, t theme) []string
	scroll scroll
}

func newSheetOverlay(name string, toggle key.Binding, lines func(width int, t theme) []string) *sheetOverlay {
	return &sheetOverlay{name: name, toggle: toggle, lines: lines, scroll: newScroll()}
}

func (o *sheetOverlay) title() string { return o.name }
func (o *sheetOverlay) place() string { return o.scroll.place() }

func (o *sheetOverlay) layout(width, height int, t theme) {
	o.scroll.size(width, height)
	o.scroll.set(o.lines(width, t))
}

func (o *sheetOverlay) key(k keyMap, msg tea.KeyPressMsg) (done bool, then func() tea.Cmd) {
	switch {
	case key.Matches(msg, k.Quit):
		return true, func() tea.Cmd { return tea.Quit }
	case key.Matches(msg, o.toggle):
		return true, nil
	}
	o.scroll.key(k, msg)
	return false, nil
}

func (o *sheetOverlay) wheel(b tea.MouseButton)     { o.scroll.wheel(b) }
func (o *sheetOverlay) view() string                { return o.scroll.view() }
func (o *sheetOverlay) cursor() (x, y int, ok bool) { return 0, 0, false }

func (o *sheetOverlay) keys(k keyMap) []key.Binding {
	k.Up.SetHelp("↑↓", "scroll")
	return []key.Binding{k.Close, k.Up, k.PageDown, k.Quit}
}

// A confirmation asks before something is done.
type confirmation struct {
	question, detail string
	yes              func() tea.Cmd
	box              string
}

func (c *confirmation) title() string            { return "Are you sure?" }
func (c *confirmation) place() string            { return "" }
func (c *confirmation) wheel(tea.MouseButton)    {}
func (c *confirmation) view() string             { return c.box }
func (c *confirmation) cursor() (int, int, bool) { return 0, 0, false }

func (c *confirmation) keys(k keyMap) []key.Binding { return []key.Binding{k.Yes, k.No} }

func (c *confirmation) layout(width, height int, t theme) {
	inner := newSheet(min(width-8, 60))
	inner.para(t.strong, 0, c.question)
	inner.blank()
	inner.para(t.text, 0, c.detail)
	inner.blank()
	inner.styled(t.accent.Render("y") + " yes   " + t.accent.Render("n") + " no, keep it as it is")
	air := 1
	if height < len(inner.lines)+4 {
		air = 0
	}
	box := lipgloss.NewStyle().Border(lipgloss.RoundedBorder()).BorderForeground(t.accent.GetForeground()).
		Padding(air, 2).Render(lipgloss.JoinVertical(lipgloss.Left, inner.lines...))
	c.box = lipgloss.NewStyle().MaxHeight(height).Render(
		lipgloss.Place(width, height, lipgloss.Center, lipgloss.Center, box))
}

func (c *confirmation) key(k keyMap, msg tea.KeyPressMsg) (done bool, then func() tea.Cmd) {
	switch {
	case key.Matches(msg, k.Yes):
		return true, c.yes
	case key.Matches(msg, k.No):
		return true, nil
	}
	return false, nil
}
