package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
)

// A confirmation is an overlay that asks before something is done.
type confirmation struct {
	question, detail string
	yes              func() tea.Cmd
	box              []string
}

// newResetQuestion asks before the open exercise is reset.
func newResetQuestion(w *study.Work) *confirmation {
	return &confirmation{
		question: tr.T("Start %s over?", study.Name(w.Current)),
		detail: tr.T("Your files go back to how they were at first. What you have written is kept " +
			"in a backup. What you have passed stays passed."),
		yes: func() tea.Cmd { return do(w.Reset()) },
	}
}

func (c *confirmation) title() string               { return tr.T("Are you sure?") }
func (c *confirmation) where() string               { return "" }
func (c *confirmation) rows() []string              { return c.box }
func (c *confirmation) wheel(tea.MouseButton)       {}
func (c *confirmation) click(int) (answer, tea.Cmd) { return ignored, nil }
func (c *confirmation) keys(k keyMap) []key.Binding { return []key.Binding{k.Yes, k.No} }

func (c *confirmation) layout(r room) {
	t, inner := r.theme, newSheet(min(r.width-8, 60))
	inner.para(t.strong, 0, c.question)
	inner.blank()
	inner.para(t.text, 0, c.detail)
	inner.blank()
	inner.flow(0, "   ", t.accent.Render(tr.T("y"))+" "+tr.T("yes"), t.accent.Render("n")+" "+tr.T("no, keep it as it is"))
	air := 1
	if r.height < len(inner.lines)+4 {
		air = 0
	}
	box := lipgloss.NewStyle().Border(lipgloss.RoundedBorder()).BorderForeground(t.accent.GetForeground()).
		Padding(air, 2).Render(lipgloss.JoinVertical(lipgloss.Left, inner.lines...))
	c.box = strings.Split(lipgloss.NewStyle().MaxHeight(r.height).Render(
		lipgloss.Place(r.width, r.height, lipgloss.Center, lipgloss.Center, box)), "\n")
}

func (c *confirmation) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	switch {
	case key.Matches(msg, k.Yes):
		return closed, c.yes()
	case key.Matches(msg, k.No):
		return closed, nil
	}
	return ignored, nil
}
