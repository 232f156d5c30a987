package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
)

// A verdictPane shows the [verdict] on the open exercise.
type verdictPane struct {
	work   *study.Work
	edit   func() tea.Cmd           // opens the file at the chosen fault
	link   func(file string) string // the address of a file; empty: none
	choice int                      // index of a fault
	room   room
	scroll scroll
	old    bool   // to be laid out again before it is shown
	holds  held   // in view, however it is laid out
	hinted string // id of the exercise that a hint was asked for last

	faults  map[int]stretch // by index, where those that were laid out stand
	strayed bool            // to a hint, and no key has gone back to the faults since

	hint     int  // the one that is open, counting from 1; 0: the newest
	unfolded bool // all of them are open

	noLanes bool // a failure is told without the lanes of its run
}

// A held part of the verdict stays in view until somebody scrolls: a picture that comes later
// does not push it out.
type held int

const (
	holdsNothing held = iota
	holdsFault        // the chosen one
	holdsHint         // the open one
)

func newVerdictPane(w *study.Work, edit func() tea.Cmd, link func(string) string) *verdictPane {
	return &verdictPane{work: w, edit: edit, link: link, scroll: newScroll()}
}

// title names the exercise where its lesson is not on the screen.
func (p *verdictPane) title() string {
	if p.room.alone {
		return tr.T("Verdict on %s", study.Name(p.work.Current))
	}
	return tr.T("Verdict")
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
	case p.work.Run() != nil, p.hinted == p.work.Current.ID:
		return need{}
	case p.work.Entry().Hints > 0:
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
	l := p.verdict().lay(min(p.room.width-2, maxVerdict))
	at, shown := l.faults[p.choice]
	pointed := shown && p.room.focused && len(p.work.Run().Faults()) > 1
	for i := range l.lines {
		mark := " "
		if pointed && i == at.first {
			mark = p.room.theme.accent.Render(glyphPointer)
		}
		l.lines[i] = mark + l.lines[i]
	}
	p.scroll.set(l.lines)
	p.faults = l.faults
	switch hint := max(p.hint, 1); {
	case p.holds == holdsFault && shown:
		p.scroll.show(at.first, at.last)
	case p.holds == holdsHint && hint <= len(l.hints):
		p.scroll.show(l.hints[hint-1].first, l.hints[hint-1].last)
	}
}

func (p *verdictPane) verdict() verdict {
	w := p.work
	v := verdict{
		theme: p.room.theme, exercise: w.Current, entry: w.Entry(), run: w.Run(), changed: w.Changed(w.Current.ID),
		hinted: p.hinted == w.Current.ID, hint: p.hint, unfolded: p.unfolded, solution: w.MayCompare(), service: w.MayHandIn(), waiting: w.Warming.Waiting(), choice: p.choice, zone: w.Config.Zone, link: p.link, still: w.Config.Still,
	}
	v.mended, v.height = w.Mended(), p.room.height
	if !p.noLanes {
		v.sketch = w.Sketch
	}
	if w.Lost(w.Current.ID) {
		v.rescue = rescue(w)
	}
	for _, ex := range w.Exercises() {
		if !w.Passed(ex.ID) {
			v.open++
		}
	}
	if next, ok := w.Config.Course.Next(w.Current.ID); ok {
		v.next = next.Title
	}
	return v
}

func (p *verdictPane) update(msg tea.Msg) tea.Cmd {
	n, ok := msg.(study.News)
	if !ok {
		return nil
	}
	if n.Opened || n.Started || n.Reset {
		p.scroll.top()
		p.holds, p.hint, p.choice, p.unfolded, p.strayed = holdsNothing, 0, 0, false, false
	}
	if n.Started || n.Reset {
		p.hinted = ""
	}
	p.old = p.old || n.Changed || n.Warmed
	return nil
}

// showHint brings the nth hint into view, also when it would not be shown of
// itself.
func (p *verdictPane) showHint(n int) {
	p.hint, p.hinted = n, p.work.Current.ID
	p.holds, p.old, p.strayed = holdsHint, true, true
}

// unfold opens all the hints that have been seen, or folds them again.
func (p *verdictPane) unfold() {
	p.unfolded = !p.unfolded
	p.hinted = p.work.Current.ID
	p.holds, p.old, p.strayed = holdsHint, true, true
}

func (p *verdictPane) key(k keyMap, msg tea.KeyPressMsg) (answer, tea.Cmd) {
	switch msg.String() {
	case "up":
		if p.recall() || p.choose(-1) {
			return obeyed, nil
		}
	case "down":
		if p.recall() || p.choose(1) {
			return obeyed, nil
		}
	case "enter":
		if len(p.work.Run().Faults()) > 0 {
			return obeyed, p.edit()
		}
	}
	done := p.scroll.key(k, msg)
	if done == obeyed {
		p.holds = holdsNothing
	}
	return done, nil
}

// toggleLanes draws the lanes of a failure's run below it, or does not any more.
func (p *verdictPane) toggleLanes() { p.noLanes, p.old = !p.noLanes, true }

// recall brings the chosen fault into view again, once, after a hint has taken its place,
// and reports whether it had to.
func (p *verdictPane) recall() bool {
	at, shown := p.faults[p.choice]
	if !p.strayed || !shown || p.scroll.sees(at.first) {
		p.strayed = false
		return false
	}
	p.strayed, p.holds, p.old = false, holdsFault, true
	return true
}

// choose goes by faults, and reports whether there was one to go to. Beyond them the
// arrows scroll.
func (p *verdictPane) choose(by int) bool {
	to := p.choice + by
	if to < 0 || to >= len(p.work.Run().Faults()) {
		return false
	}
	p.choice, p.holds, p.old = to, holdsFault, true
	return true
}

func (p *verdictPane) wheel(b tea.MouseButton) {
	p.scroll.wheel(b)
	p.holds = holdsNothing
}

func (p *verdictPane) click(int) (answer, tea.Cmd) { return ignored, nil }

func (p *verdictPane) keys(k keyMap) []key.Binding {
	if len(p.work.Run().Faults()) > 1 {
		k.Up.SetHelp("↑↓", tr.T("choose"))
		return likely(k, p.work, k.Edit, k.Up, k.Steps, k.Submit, k.Hint, k.Run, k.Pane, k.Raw, k.Left, k.Next, k.Search)
	}
	return likely(k, p.work, k.Edit, k.Steps, k.Submit, k.Run, k.Hint, k.Pane, k.Raw, k.Left, k.Next, k.Search)
}
