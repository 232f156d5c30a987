package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/grader/report"
)

// A checkChooser is an overlay that asks which check's run to look at.
type checkChooser struct {
	checks []report.Check
	open   func(report.Check) tea.Cmd
	choice int
	room   room
	scroll scroll
}

// newCheckChooser offers checks. After them comes, where one can be looked for, any check:
// whichever is found to fail.
func newCheckChooser(checks []report.Check, findable bool, open func(report.Check) tea.Cmd) *checkChooser {
	if findable {
		checks = append(checks[:len(checks):len(checks)], report.Check{})
	}
	return &checkChooser{checks: checks, open: open, scroll: newScroll()}
}

func (p *checkChooser) title() string               { return tr.T("Look at the run of which check?") }
func (p *checkChooser) where() string               { return p.scroll.where() }
func (p *checkChooser) rows() []string              { return p.scroll.rows() }
func (p *checkChooser) wheel(b tea.MouseButton)     { p.scroll.wheel(b) }
func (p *checkChooser) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *checkChooser) layout(r room) {
	p.room = r
	p.scroll.size(r.width, r.height)
	p.render()
}

func (p *checkChooser) render() {
	t, s, from, to := p.room.theme, newSheet(p.room.width-1), 0, 0
	for i, c := range p.checks {
		if c.Name == "" {
			s.blank()
		}
		first := len(s.lines)
		p.row(s, t, c)
		if i != p.choice {
			continue
		}
		from, to = first, len(s.lines)-1
		for n, line := range s.lines[first:] {
			s.lines[first+n] = t.match.Render(fit(plainText(line), p.room.width))
		}
		s.lines[first] = t.match.Render(glyphPointer + fit(plainText(s.lines[first])[1:], p.room.width-1))
	}
	p.scroll.set(s.lines)
	p.scroll.show(from, to)
}

// row adds a check, and how it ended. A title that is too long for a row goes on below.
func (p *checkChooser) row(s *sheet, t *theme, c report.Check) {
	look, mark, words := t.dim, glyphNotRun, tr.Verdict(c.Verdict)
	title := report.OneLine(c.Title)
	switch {
	case c.Name == "":
		mark, title, words = glyphRunning, tr.T("Whichever fails under a schedule: look for one"), ""
	case c.Verdict.Passed():
		look, mark = t.good, glyphPassed
	case c.Schedule != 0:
		look, mark, words = t.bad, glyphFailing, tr.T("fails under schedule %d", c.Schedule)
	case c.Verdict.Failed():
		look, mark = t.bad, glyphFailing
	}
	s.entry(t.text, " "+look.Render(mark)+" ", title, t.dim, words)
}

func (p *checkChooser) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	switch {
	case key.Matches(msg, k.Open):
		return closed, p.open(p.checks[p.choice])
	case key.Matches(msg, k.Quit, k.Steps, k.AnySteps):
		return closed, nil
	case key.Matches(msg, k.Up):
		p.choice--
	case key.Matches(msg, k.Down):
		p.choice++
	case key.Matches(msg, k.Top):
		p.choice = 0
	case key.Matches(msg, k.Bottom):
		p.choice = len(p.checks) - 1
	default:
		return ignored, nil
	}
	p.choice = min(max(p.choice, 0), len(p.checks)-1)
	p.render()
	return obeyed, nil
}

func (p *checkChooser) keys(k keyMap) []key.Binding {
	k.Up.SetHelp("↑↓", tr.T("choose"))
	k.Open.SetHelp("enter", tr.T("see the run"))
	return []key.Binding{k.Close, k.Open, k.Up}
}
