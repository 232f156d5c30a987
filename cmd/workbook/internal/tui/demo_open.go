package tui

import tea "charm.land/bubbletea/v2"

// demonstrate opens the demo of the open exercise, and runs it.
func (m *root) demonstrate() tea.Cmd {
	m.demos++
	page := newDemo(m.demos, m.work, m.work.Current, m.keymap.Demo.Keys())
	m.panes.cover(page)
	return page.find()
}
