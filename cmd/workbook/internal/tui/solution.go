package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/cmd/workbook/internal/ways"
)

// A solutionMsg carries the ways of solving an exercise, compared with the learner's.
type solutionMsg struct {
	exercise string
	all      []ways.Way // the reference first
	err      error
}

// loadSolution reads and compares them for the open exercise.
func loadSolution(w *study.Work) tea.Cmd {
	c, ex := w.Config.Course, w.Current
	return job(w.Jobs, func(context.Context) tea.Msg {
		all, err := ways.Read(c, ex)
		return solutionMsg{ex.ID, all, err}
	})
}

// A comparisonPane is an overlay: the learner's code beside the reference's, and one
// key further beside that of others.
type comparisonPane struct {
	all    []ways.Way
	at     int         // the one that is shown
	toggle key.Binding // opened it and closes it
	room   room
	scroll scroll
}

func newComparison(all []ways.Way, toggle key.Binding) *comparisonPane {
	return &comparisonPane{all: all, toggle: toggle, scroll: newScroll()}
}

func (p *comparisonPane) title() string {
	if p.at == 0 {
		return tr.T("Your code and the reference")
	}
	return tr.T("Your code and how others did it: %s", p.all[p.at].Title())
}

func (p *comparisonPane) where() string {
	if len(p.all) == 1 {
		return p.scroll.where()
	}
	where := tr.T("%d of %d", p.at+1, len(p.all))
	if in := p.scroll.where(); in != "" {
		where = in + " " + glyphDot + " " + where
	}
	return where
}

func (p *comparisonPane) rows() []string { return p.scroll.rows() }

func (p *comparisonPane) layout(r room) {
	p.room = r
	p.scroll.size(r.width, r.height)
	p.scroll.set(p.lines())
}

// lines say what the way that is shown is, and compare.
func (p *comparisonPane) lines() []string {
	t, way := p.room.theme, p.all[p.at]
	s := newSheet(p.room.width - 1)
	if len(p.all) > 1 {
		var names []string
		for i, w := range p.all {
			name := t.dim.Render(" " + w.Title() + " ")
			if i == p.at {
				name = t.accent.Render("[" + w.Title() + "]")
			}
			names = append(names, name)
		}
		s.flow(0, " ", names...)
		s.blank()
	}
	if way.Says != "" {
		s.para(t.text, 1, way.Says)
	}
	s.para(t.dim, 1, way.Place)
	s.blank()
	width := p.room.width - 2
	s.lines = append(s.lines, paint(way.Lines(width), width, " ", t)...)
	return s.lines
}

func (p *comparisonPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	switch {
	case key.Matches(msg, k.Quit, p.toggle):
		return closed, nil
	case key.Matches(msg, k.Right):
		p.turn(1)
	case key.Matches(msg, k.Left):
		p.turn(-1)
	default:
		return p.scroll.key(k, msg), nil
	}
	return obeyed, nil
}

// turn shows the way that stands so many further, around the end.
func (p *comparisonPane) turn(by int) {
	p.at = (p.at + by + len(p.all)) % len(p.all)
	p.scroll.top()
	p.scroll.set(p.lines())
}

func (p *comparisonPane) wheel(b tea.MouseButton)     { p.scroll.wheel(b) }
func (p *comparisonPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *comparisonPane) keys(k keyMap) []key.Binding {
	k.Left.SetHelp("[ ]", tr.T("how others did it"))
	k.Left.SetEnabled(len(p.all) > 1)
	return append([]key.Binding{k.Left}, overlayKeys(k)...)
}
