package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
)

// A refusal is why a key does nothing at the moment.
type refusal struct {
	key key.Binding
	why string
}

// refusals are those of all keys that are sometimes disabled; see [root.keys]. A key
// that does nothing and says nothing looks broken.
func (m *root) refusals() []refusal {
	w, k := m.work, m.keymap
	solution := tr.T("The reference can be seen once this exercise has passed.")
	if !w.Solutions {
		solution = tr.T("This copy of the course has no reference solutions. After `workbook login`, s hands in to your class.")
	}
	raw := tr.T("Nothing has been graded since workbook began: press r, or save your file.")
	if w.Run().Active() {
		raw = tr.T("There is no output yet: it is still being graded.")
	}
	_, steps := w.Viewable()
	return []refusal{
		{k.Steps, steps},
		{k.AnySteps, steps},
		{k.Replay, m.replayRefused()},
		{k.Demo, w.MayDemo()},
		{k.Hint, tr.T("This exercise has no hints.")},
		{k.AllHints, tr.T("You have seen no hint yet: h shows the first.")},
		{k.Raw, raw},
		{k.Solution, solution},
		{k.Reset, tr.T("Nothing can be reset here.")},
		{k.Undo, tr.T("Nothing can be brought back here.")},
		{k.Next, tr.T("This is the last exercise.")},
		{k.Previous, tr.T("This is the first exercise.")},
		{k.Close, tr.T("Nothing is being graded, so there is nothing to cancel.")},
	}
}

// refuse says why a key does nothing, if that is known.
func (m *root) refuse(msg tea.KeyPressMsg) {
	for _, r := range m.refusals() {
		r.key.SetEnabled(true)
		if key.Matches(msg, r.key) {
			m.frame.refuse(r.why)
			return
		}
	}
}
