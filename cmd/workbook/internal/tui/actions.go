package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
)

// keys is the key map as it stands: what makes no sense now is disabled, and the
// help says what a key would do now.
func (m *root) keys() keyMap {
	k, w := m.keymap, m.work
	r, covered := w.Run(), m.panes.overlay != nil
	k.Hint.SetEnabled(len(w.Current.Hints) > 0)
	k.AllHints.SetEnabled(w.Entry().Hints > 0)
	k.Raw.SetEnabled(r != nil && r.Result != nil)
	_, why := w.Viewable()
	k.Steps.SetEnabled(why == "")
	k.AnySteps.SetEnabled(why == "")
	k.Replay.SetEnabled(m.replayRefused() == "")
	k.Demo.SetEnabled(w.MayDemo() == "")
	k.Solution.SetEnabled(w.MayCompare())
	k.Submit.SetEnabled(w.MayHandIn())
	k.Next.SetEnabled(w.Beside(1) != nil)
	k.Previous.SetEnabled(w.Beside(-1) != nil)
	k.Close.SetEnabled(covered || r.Active())
	if !covered && r.Active() {
		k.Close.SetHelp("esc", tr.T("cancel the run"))
	}
	return k
}

// offered are the keys of the bottom line: the likely ones, and those that stand
// there in any case. An overlay says itself how to leave it.
func (m *root) offered() (likely, last []key.Binding) {
	k := m.keys()
	if m.panes.overlay != nil {
		return m.panes.keys(k), nil
	}
	brief := k.brief()
	brief.Left.SetEnabled(m.lesson.reading().pages() > 1)
	return m.panes.keys(brief), []key.Binding{k.Help, k.Quit}
}

// key obeys a key: in the first place it is the focused pane's.
func (m *root) key(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys()
	switch {
	case msg.String() == "ctrl+c":
		return tea.Quit
	case key.Matches(msg, k.Suspend):
		return m.shell.suspend()
	}
	if !key.Matches(msg, k.Copy) {
		m.copied = 0
	}
	there := m.frame.there
	m.frame.quiet()
	if there != "" && key.Matches(msg, k.Open) {
		m.panes.uncover()
		cmd := m.open(m.work.Exercises()[m.work.Index(there)])
		m.panes.focusOn(m.verdict) // the offer was about that
		return cmd
	}
	if m.panes.reading() {
		if obeyed, cmd := obey(m.readingActions(k), msg); obeyed {
			return cmd
		}
	}
	if obeyed, cmd := m.panes.key(k, msg); obeyed {
		return cmd
	}
	if m.panes.overlay != nil { // it takes them all
		m.refuseCovered(msg)
		return nil
	}
	if obeyed, cmd := obey(m.actions(k), msg); obeyed {
		return cmd
	}
	m.refuse(msg)
	return nil
}

// obey does what a key does, if it is among the actions.
func obey(all []action, msg tea.KeyPressMsg) (bool, tea.Cmd) {
	for _, a := range all {
		if key.Matches(msg, a.key) {
			return true, a.do()
		}
	}
	return false, nil
}

// readingActions are those that are obeyed also where something is read on top of the
// panes.
func (m *root) readingActions(k keyMap) []action {
	return []action{
		{k.Copy, m.copy},
		{k.Mouse, func() tea.Cmd { m.toggleMouse(); return nil }},
	}
}

// An action is what a key does whichever pane has the focus.
type action struct {
	key key.Binding
	do  func() tea.Cmd
}

// actions are all of them.
func (m *root) actions(k keyMap) []action {
	w, p := m.work, m.panes
	now := func(f func()) func() tea.Cmd {
		return func() tea.Cmd { f(); return nil }
	}
	return []action{
		{k.Pane, now(func() { p.next(1) })},
		{k.PaneBack, now(func() { p.next(-1) })},
		{k.Zoom, now(m.zoom)},
		{k.Left, now(func() { m.turn(-1) })},
		{k.Right, now(func() { m.turn(1) })},
		{k.Next, func() tea.Cmd { return m.open(w.Beside(1)) }},
		{k.Previous, func() tea.Cmd { return m.open(w.Beside(-1)) }},

		{k.Run, func() tea.Cmd { return do(w.Ask()) }},
		{k.Submit, func() tea.Cmd { return do(w.HandIn()) }},
		{k.Close, func() tea.Cmd { return m.hear(w.Cancel()) }},
		{k.Edit, m.edit},
		{k.Hint, m.hint},
		{k.AllHints, now(m.allHints)},
		{k.Solution, func() tea.Cmd { return loadSolution(w) }},
		{k.Steps, m.stepThrough},
		{k.AnySteps, now(m.chooseSteps)},
		{k.Replay, m.replay},
		{k.Demo, m.demonstrate},
		{k.Lanes, now(m.toggleLanes)},

		{k.Raw, now(func() { p.cover(newRaw(w, k.Raw)) })},
		{k.Reset, now(func() { p.cover(newResetQuestion(w)) })},
		{k.Undo, func() tea.Cmd { return do(w.FindBackup(w.Current.ID, true)) }},
		{k.Search, now(func() { p.cover(newSearch(w.Config.Course, m.lesson.lessons, m.jump)) })},
		{k.Help, now(func() { p.cover(m.newHelp()) })},
		{k.Quit, func() tea.Cmd { return tea.Quit }},
	}
}

// refuseCovered says why a key does nothing while a page or a question is in front. Those
// that mean nothing anywhere stay silent, and so does what is typed into a field.
func (m *root) refuseCovered(msg tea.KeyPressMsg) {
	if _, ok := m.panes.overlay.(*confirmation); ok {
		m.frame.say(tr.T("y or n answers the question."))
		return
	}
	if !m.panes.reading() {
		return
	}
	for _, a := range m.actions(m.keymap) {
		a.key.SetEnabled(true)
		if key.Matches(msg, a.key) {
			m.frame.say(tr.T("%s works when this page is closed: esc closes it.", msg.String()))
			return
		}
	}
}

// turn goes by pages of the lesson, which comes into view.
func (m *root) turn(by int) {
	m.panes.focusOn(m.lesson)
	switch {
	case m.lesson.turn(by):
	case by < 0:
		m.frame.say(tr.T("This is the first page of the lesson."))
	default:
		m.frame.say(tr.T("This is the last page of the lesson."))
	}
}

// zoom gives the whole screen to one pane, and takes it away again.
func (m *root) zoom() {
	if !m.panes.zoomable() {
		m.frame.say(tr.T("This pane is alone already."))
		return
	}
	m.panes.zoom()
}

// open opens an exercise, and shows its lesson.
func (m *root) open(ex *course.Exercise) tea.Cmd {
	cmd := m.hear(m.work.Open(ex))
	m.panes.focusOn(m.lesson)
	return cmd
}

// edit opens the learner's file at the fault that is chosen.
func (m *root) edit() tea.Cmd {
	file, line := m.work.Run().Position(m.verdict.choice)
	return findEditor(m.work, file, line)
}

// hint shows one hint more, beside the failure.
func (m *root) hint() tea.Cmd {
	n := m.work.Entry().Hints + 1
	if all := len(m.work.Current.Hints); n > all {
		m.frame.say(tr.T("There are no more hints."))
		n = all
	}
	return m.reveal(n)
}

// allHints opens the hints that are folded.
func (m *root) allHints() {
	if m.work.Entry().Hints < 2 {
		m.frame.say(tr.T("There is no hint before this one. h shows the next."))
		return
	}
	m.verdict.unfold()
	m.panes.focusOn(m.verdict)
}

// reveal shows the first n hints of the open exercise.
func (m *root) reveal(n int) tea.Cmd {
	m.verdict.showHint(n)
	m.panes.focusOn(m.verdict)
	return m.hear(m.work.SawHints(n))
}

// jump goes to a place that search found.
func (m *root) jump(s study.Spot) tea.Cmd {
	cmd := m.open(m.work.Exercises()[m.work.Index(s.Exercise)])
	if s.Page >= 0 {
		m.panes.focusOn(m.lesson)
		m.lesson.goTo(s.Page)
	}
	if s.Hint > 0 {
		return tea.Batch(cmd, m.reveal(s.Hint))
	}
	return cmd
}

// newHelp is the help, with a way to the pages that come of themselves only once.
func (m *root) newHelp() *helpPane {
	k := m.keymap
	k.Afterword.SetEnabled(m.work.AllPassed(""))
	return newHelp(k, m.work.Config.Version,
		helpPage{k.Welcome, func() { m.panes.cover(newWelcome(m.work)) }},
		helpPage{k.Afterword, func() { m.panes.cover(newAfterword(m.work, m.lesson)) }},
	)
}

// lookBack shows the last page, unless the learner is busy with something on top of the
// rest.
func (m *root) lookBack() {
	if m.panes.overlay != nil {
		m.frame.say(tr.T("You have passed them all. Press ? and then l to look back."))
		return
	}
	m.panes.cover(newAfterword(m.work, m.lesson))
}

// showSolution puts the reference beside the learner's code, if that exercise is
// still open.
func (m *root) showSolution(msg solutionMsg) {
	switch {
	case msg.exercise != m.work.Current.ID:
	case msg.err != nil:
		m.frame.say(msg.err.Error())
	default:
		m.panes.cover(newComparison(msg.all, m.keymap.Solution))
	}
}
