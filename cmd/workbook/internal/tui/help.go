package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
)

// A helpPane is an overlay that shows every key, and what the words of the screen
// mean. From it the learner gets to pages that come of themselves only once.
type helpPane struct {
	*pager
	pages []helpPage
}

// A helpPage is such a page, with its key.
type helpPage struct {
	key  key.Binding
	open func()
}

// newHelp is the help. version may be empty.
func newHelp(k keyMap, version string, pages ...helpPage) *helpPane {
	lines := func(width int, t *theme) []string { return helpLines(k, version, width, t) }
	return &helpPane{newPager(tr.T("Help"), k.Help, lines), pages}
}

func (p *helpPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	for _, page := range p.pages {
		if key.Matches(msg, page.key) {
			page.open()
			return obeyed, nil
		}
	}
	return p.pager.key(k, msg)
}

func (p *helpPane) keys(k keyMap) []key.Binding {
	keys := p.pager.keys(k)
	for _, page := range p.pages {
		keys = append(keys, page.key)
	}
	return keys
}

// helpLines is the help page, computed from the key map.
func helpLines(k keyMap, version string, width int, t *theme) []string {
	columns := min(max(width/38, 1), len(k.groups()))
	var blocks, rows []string
	for i, g := range k.groups() {
		s := newSheet(width/columns - 1)
		s.styled(t.strong.Render(" " + g.title))
		for _, b := range g.keys {
			if b.Enabled() {
				s.hanging(t.text, " "+t.accent.Render(fmt.Sprintf("%-10s", b.Help().Key))+" ", b.Help().Desc)
			}
		}
		s.lines = append(s.lines, "")
		blocks = append(blocks, lipgloss.NewStyle().Width(width/columns).Render(strings.Join(s.lines, "\n")))
		if len(blocks) == columns || i == len(k.groups())-1 {
			rows = append(rows, lipgloss.JoinHorizontal(lipgloss.Top, blocks...))
			blocks = nil
		}
	}
	keys := lipgloss.JoinVertical(lipgloss.Left, rows...)
	s := newSheet(width)
	s.lines = strings.Split(strings.TrimRight(keys, "\n "), "\n")
	s.blank()
	s.styled(t.strong.Render(" " + tr.T("What the words mean")))
	for _, w := range []struct {
		style             lipgloss.Style
		glyph, word, text string
	}{
		{t.dim, glyphUntouched, study.NowUntouched.Word(), tr.T("never graded")},
		{t.bad, glyphFailing, study.NowFailing.Word(), tr.T("graded, and never passed")},
		{t.good, glyphPassed, study.NowPassed.Word(), tr.T("the last verdict is a pass")},
		{t.warn, glyphRegressed, study.NowRegressed.Word(), tr.T("passed once, and failed after that")},
		{t.warn, glyphChanged, study.NowChanged.Word(), tr.T("changed since it passed: open it, and it is graded")},
	} {
		s.hanging(t.text, " "+w.style.Render(w.glyph+" "+fit(w.word, 10))+" ", w.text)
	}
	s.blank()
	s.para(t.dim, 1, tr.T("The wheel scrolls. To select text with the mouse, hold shift, or press m."))
	s.para(t.dim, 1, tr.T("y copies the failure that is chosen, or the code in view: it asks the terminal to, which never answers."))
	if version != "" {
		s.para(t.dim, 1, "workbook "+version)
	}
	return s.lines
}
