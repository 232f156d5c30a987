package tui

import (
	"context"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
)

// keys is the key map as it stands: what makes no sense now is disabled, and the
// help says what a key would do now.
func (m *root) keys() keyMap {
	k := m.keymap
	g, i := m.grading(), m.index(m.current.ID)
	k.Hint.SetEnabled(len(m.current.Hints) > 0)
	k.Raw.SetEnabled(g != nil && g.result != nil)
	k.Solution.SetEnabled(!m.entry().FirstPassed.IsZero() && m.solutions)
	k.Reset.SetEnabled(m.cfg.Reset != nil)
	k.Next.SetEnabled(i+1 < len(m.cfg.Course.Exercises))
	k.Previous.SetEnabled(i > 0)
	k.Open.SetEnabled(m.focus == paneOutline || m.overlay != nil)
	k.Close.SetEnabled(m.overlay != nil || g.active())
	if m.overlay == nil && g.active() {
		k.Close.SetHelp("esc", "cancel the run")
	}
	return k
}

// short are the keys of the bottom line, the likeliest first. Help and quit
// follow in any case.
func (m *root) short(k keyMap) []key.Binding {
	if m.overlay != nil {
		return m.overlay.keys(k)
	}
	k.Pane.SetHelp("tab", m.after(m.focus).String())
	k.Left.SetHelp("←→", "page")
	k.Left.SetEnabled(m.reader().pages() > 1)
	k.Edit.SetHelp("e", "edit")
	k.Run.SetHelp("r", "grade")
	k.Hint.SetHelp("h", "hint")
	k.Next.SetHelp("n", "next")
	k.Solution.SetHelp("s", "solution")
	g := m.grading()
	switch {
	case m.focus == paneOutline:
		k.Up.SetHelp("↑↓", "choose")
		return []key.Binding{k.Up, k.Open, k.Pane, k.Search}
	case g.active() && g.provisional:
		return []key.Binding{k.Next, k.Close, k.Pane, k.Edit, k.Left}
	case g.active():
		return []key.Binding{k.Close, k.Edit, k.Pane, k.Left, k.Hint}
	case m.entry().State() == progress.Passed && (g == nil || g.passed()):
		return []key.Binding{k.Next, k.Solution, k.Left, k.Pane, k.Edit, k.Run, k.Search}
	case m.focus == paneLesson:
		return []key.Binding{k.Left, k.Edit, k.Pane, k.Run, k.Hint, k.Raw, k.Next, k.Search}
	}
	return []key.Binding{k.Edit, k.Run, k.Hint, k.Pane, k.Raw, k.Left, k.Next, k.Search}
}

// key obeys a key.
func (m *root) key(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys()
	switch {
	case msg.String() == "ctrl+c":
		return tea.Quit
	case key.Matches(msg, k.Suspend):
		return tea.Suspend
	}
	m.notice = ""
	if m.overlay == nil {
		return m.paneKey(k, msg)
	}
	if key.Matches(msg, k.Close) {
		m.overlay = nil
		return nil
	}
	done, then := m.overlay.key(k, msg)
	if done {
		m.overlay = nil
	}
	if then != nil {
		return then()
	}
	return nil
}

// paneKey obeys a key that the panes share.
func (m *root) paneKey(k keyMap, msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit
	case key.Matches(msg, k.Close):
		m.cancelRun()
	case key.Matches(msg, k.Pane):
		m.look(m.after(m.focus))
	case key.Matches(msg, k.PaneBack):
		m.look(m.after(m.after(m.focus)))
	case key.Matches(msg, k.Left):
		m.turn(-1)
	case key.Matches(msg, k.Right):
		m.turn(1)
	case key.Matches(msg, k.Search):
		m.cover(newSearching(spots(m.cfg.Course, m.lessons), m.jump))
	case key.Matches(msg, k.Help):
		m.cover(newSheetOverlay("Help", m.keymap.Help, m.helpLines))
	case key.Matches(msg, k.Open):
		return m.open(m.cfg.Course.Exercises[m.outline.cursor])
	default:
		return m.exerciseKey(k, msg)
	}
	return nil
}

// exerciseKey obeys a key that does something with the exercise, or else the
// focused pane scrolls.
func (m *root) exerciseKey(k keyMap, msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, k.Run):
		return m.run()
	case key.Matches(msg, k.Edit):
		return m.findEditor()
	case key.Matches(msg, k.Hint):
		return m.hint()
	case key.Matches(msg, k.Raw):
		m.cover(newSheetOverlay("Raw output", m.keymap.Raw, m.rawLines))
	case key.Matches(msg, k.Solution):
		return m.loadSolution()
	case key.Matches(msg, k.Reset):
		m.askReset()
	case key.Matches(msg, k.Next):
		return m.open(m.cfg.Course.Exercises[m.index(m.current.ID)+1])
	case key.Matches(msg, k.Previous):
		return m.open(m.cfg.Course.Exercises[m.index(m.current.ID)-1])
	default:
		m.scrollKey(k, msg)
	}
	return nil
}

func (m *root) scrollKey(k keyMap, msg tea.KeyPressMsg) {
	switch m.focus {
	case paneLesson:
		m.reader().scroll.key(k, msg)
	case paneVerdict:
		m.verdict.key(k, msg)
	case paneOutline:
		switch {
		case key.Matches(msg, k.Up):
			m.outline.move(-1)
		case key.Matches(msg, k.Down):
			m.outline.move(1)
		case key.Matches(msg, k.PageUp), key.Matches(msg, k.Top):
			m.outline.move(-len(m.cfg.Course.Exercises))
		case key.Matches(msg, k.PageDown), key.Matches(msg, k.Bottom):
			m.outline.move(len(m.cfg.Course.Exercises))
		}
		m.old.outline = true
	}
}

// look moves the focus.
func (m *root) look(p pane) {
	m.focus = p
	if p != paneOutline {
		m.main = p
	} else {
		m.outline.cursor = m.index(m.current.ID)
	}
	m.relayout()
}

// turn goes by pages of the lesson, which comes into view.
func (m *root) turn(by int) {
	m.look(paneLesson)
	m.reader().turn(by, m.theme)
}

// cover puts an overlay over the panes.
func (m *root) cover(o overlay) {
	m.overlay = o
	m.relayout()
}

// open makes ex the exercise that is read, watched and graded. A run on the
// exercise that was open goes on: its verdict is still wanted.
func (m *root) open(ex *course.Exercise) tea.Cmd {
	if ex.ID == m.current.ID {
		m.look(paneLesson)
		return nil
	}
	m.current = ex
	m.outline.current, m.outline.cursor = ex.ID, m.index(ex.ID)
	m.verdict.top()
	m.hintAt = -1
	m.stale()
	m.look(paneLesson)
	return tea.Batch(m.watchCurrent(), m.warmCurrent())
}

// run grades what is in the folder now, also when it was graded before.
func (m *root) run() tea.Cmd {
	visit, ex, dir := m.visit, m.current, m.cfg.Course.ExerciseDir(m.current.ID)
	return m.jobs.cmd(func(context.Context) tea.Msg {
		s, err := saveIn(dir, ex)
		return savedMsg{visit: visit, asked: true, save: s, err: err}
	})
}

// hint shows one hint more, beside the failure.
func (m *root) hint() tea.Cmd {
	seen := m.entry().Hints
	if seen >= len(m.current.Hints) {
		m.notice = "There are no more hints."
		m.showHint(len(m.current.Hints))
		return nil
	}
	return m.reveal(m.current.ID, seen+1)
}

// reveal shows the first n hints of an exercise.
func (m *root) reveal(id string, n int) tea.Cmd {
	m.showHint(n)
	if m.progress.Entry(id).Hints >= n {
		return nil
	}
	p := m.progress.Clone()
	e := p.Exercises[id]
	e.Hints = n
	if p.Exercises == nil {
		p.Exercises = make(map[string]progress.Entry)
	}
	p.Exercises[id] = e
	m.progress = p
	m.stale()
	return m.keep(func() error { return m.cfg.Progress.SawHints(id, n) })
}

func (m *root) showHint(n int) {
	m.hintAt, m.hinted = n, m.current.ID
	m.old.verdict = true
	m.look(paneVerdict)
}

func (m *root) askReset() {
	yes := m.resetCurrent()
	id := m.current.ID
	m.cover(&confirmation{
		question: "Start " + number(id) + " " + m.current.Title + " over?",
		detail: "Your files go back to how they were at first. What you have written is kept " +
			"in a backup. What you have passed stays passed.",
		yes: func() tea.Cmd {
			m.reset = id
			return yes
		},
	})
}

// jump goes to a place that search found.
func (m *root) jump(s spot) tea.Cmd {
	cmd := m.open(m.cfg.Course.Exercises[m.index(s.exercise)])
	if s.page >= 0 {
		m.turn(s.page - m.reader().page)
	}
	if s.hint > 0 {
		return tea.Batch(cmd, m.reveal(s.exercise, s.hint))
	}
	return cmd
}
