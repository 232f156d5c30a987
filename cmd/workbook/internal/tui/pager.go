package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
)

// A pager is an overlay: a text to scroll through.
type pager struct {
	name   string
	toggle key.Binding // opened it and closes it
	lines  func(width int, t *theme) []string
	copies func() []clip // may be nil
	scroll scroll
}

func newPager(name string, toggle key.Binding, lines func(width int, t *theme) []string) *pager {
	return &pager{name: name, toggle: toggle, lines: lines, scroll: newScroll()}
}

func (p *pager) title() string  { return p.name }
func (p *pager) where() string  { return p.scroll.where() }
func (p *pager) rows() []string { return p.scroll.rows() }

func (p *pager) layout(r room) {
	p.scroll.size(r.width, r.height)
	p.scroll.set(p.lines(r.width, r.theme))
}

func (p *pager) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	// Who reads something on top of the rest means that with q, and not everything.
	if key.Matches(msg, k.Quit, p.toggle) {
		return closed, nil
	}
	return p.scroll.key(k, msg), nil
}

func (p *pager) wheel(b tea.MouseButton)     { p.scroll.wheel(b) }
func (p *pager) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *pager) keys(k keyMap) []key.Binding { return overlayKeys(k) }

// overlayKeys are those of a text on top of the rest.
func overlayKeys(k keyMap) []key.Binding {
	k.Up.SetHelp("↑↓", tr.T("scroll"))
	k.Close.SetHelp("esc q", tr.T("close"))
	k.On.SetHelp(tr.T("space"), tr.T("one screen down"))
	return []key.Binding{k.Close, k.Up, k.On}
}

// isReading reports whether an overlay is a text, which goes when there is news.
func isReading(overlay pane) bool {
	switch overlay.(type) {
	case *pager, *helpPane, *comparisonPane, *afterword, *stepsPane, *demoPane:
		return true
	}
	return false
}
