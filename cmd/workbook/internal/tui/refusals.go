package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
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
	solution := "The reference can be seen once this exercise has passed."
	if !w.Solutions {
		solution = "This copy of the course has no reference solutions. After `workbook login`, s hands in to your class."
	}
	raw := "Nothing has been graded yet: save your file, or press r."
	if w.Run().Active() {
		raw = "There is no output yet: it is still being graded."
	}
	return []refusal{
		{k.Hint, "This exercise has no hints."},
		{k.AllHints, "You have seen no hint yet: h shows the first."},
		{k.Raw, raw},
		{k.Solution, solution},
		{k.Reset, "Nothing can be reset here."},
		{k.Undo, "Nothing can be brought back here."},
		{k.Next, "This is the last exercise."},
		{k.Previous, "This is the first exercise."},
		{k.Close, "Nothing is being graded, so there is nothing to cancel."},
	}
}

// refuse says why a key does nothing, if that is known.
func (m *root) refuse(msg tea.KeyPressMsg) {
	for _, r := range m.refusals() {
		r.key.SetEnabled(true)
		if key.Matches(msg, r.key) {
			m.frame.say(r.why)
			return
		}
	}
}
