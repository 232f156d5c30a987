package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// A verdictPane shows the [verdict] on the open exercise.
type verdictPane struct {
	work   *work
	room   room
	scroll scroll
	old    bool   // to be laid out again before it is shown
	hinted string // id of the exercise that a hint was asked for last
	hintAt int    // the hint that should come into view, counting from 1; 0 for none
}

func newVerdictPane(w *work) *verdictPane { return &verdictPane{work: w, scroll: newScroll()} }

// title names the exercise where its lesson is not on the screen.
func (p *verdictPane) title() string {
	if p.room.alone {
		return "Verdict on " + name(p.work.current)
	}
	return "Verdict"
}

func (p *verdictPane) where() string { return p.scroll.where() }

func (p *verdictPane) layout(r room) {
	p.room, p.old = r, true
	p.scroll.size(r.width, r.height)
}

// wants nothing as long as there is nothing to say: the lesson has the whole height
// until something is graded or a hint is asked for.
func (p *verdictPane) wants() need {
	switch {
	case p.work.run() != nil, p.hinted == p.work.current.ID:
		return need{}
	case p.work.entry().Hints > 0:
		return need{idle: true}
	}
	return need{rows: 8, idle: true}
}

func (p *verdictPane) rows() []string {
	if p.old {
		p.render()
		p.old = false
	}
	return p.scroll.rows()
}

// maxVerdict is the width in columns beyond which a check and its points are hard
// to see together.
const maxVerdict = 100

func (p *verdictPane) render() {
	lines, hints := p.verdict().lines(min(p.room.width-2, maxVerdict))
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	p.scroll.set(lines)
	if p.hintAt > 0 && p.hintAt <= len(hints) {
		p.scroll.show(hints[p.hintAt-1].first, hints[p.hintAt-1].last)
		p.hintAt = 0
	}
}

func (p *verdictPane) verdict() verdict {
	w := p.work
	v := verdict{
		theme: p.room.theme, exercise: w.current, entry: w.entry(), run: w.run(), changed: w.changed(w.current.ID),
		hinted: p.hinted == w.current.ID, solution: w.mayCompare(), waiting: w.warming.waiting(), zone: w.cfg.zone,
	}
	for _, ex := range w.exercises() {
		if !w.passed(ex.ID) {
			v.open++
		}
	}
	if next, ok := w.cfg.Course.Next(w.current.ID); ok {
		v.next = next.Title
	}
	return v
}

func (p *verdictPane) update(msg tea.Msg) tea.Cmd {
	n, ok := msg.(news)
	if !ok {
		return nil
	}
	if n.opened || n.started || n.reset {
		p.scroll.top()
		p.hintAt = 0
	}
	if n.started || n.reset {
		p.hinted = ""
	}
	p.old = p.old || n.changed || n.warmed
	return nil
}

// showHint brings the nth hint into view, also when it would not be shown of
// itself.
func (p *verdictPane) showHint(n int) {
	p.hintAt, p.hinted = n, p.work.current.ID
	p.old = true
}

func (p *verdictPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	return p.scroll.key(k, msg), nil
}

func (p *verdictPane) wheel(b tea.MouseButton)     { p.scroll.wheel(b) }
func (p *verdictPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *verdictPane) keys(k keyMap) []key.Binding {
	return likely(k, p.work, k.Edit, k.Run, k.Hint, k.Pane, k.Raw, k.Left, k.Next, k.Search)
}
