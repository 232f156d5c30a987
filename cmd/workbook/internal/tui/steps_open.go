package tui

import (
	"path"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// stepThrough opens a run of the failed check that is chosen; where none is, the learner
// chooses one.
func (m *root) stepThrough() tea.Cmd {
	checks, _ := m.work.Steppable()
	fault := ""
	if faults := m.work.Run().Faults(); m.verdict.choice < len(faults) {
		fault = faults[m.verdict.choice].Check
	}
	for _, c := range checks {
		if c.Name == fault {
			return m.steps(m.work.StepThrough(c), m.keymap.Steps.Keys()...)
		}
	}
	if fault != "" {
		m.frame.say(tr.T("That check cannot be stepped through. These can."))
	}
	m.chooseSteps()
	return nil
}

// chooseSteps has the learner choose a check.
func (m *root) chooseSteps() {
	checks, _ := m.work.Steppable()
	m.panes.cover(newCheckChooser(checks, func(c report.Check) tea.Cmd {
		return m.steps(m.work.StepThrough(c), m.keymap.Steps.Keys()...)
	}))
}

// replay opens the run of the page that is open.
func (m *root) replay() tea.Cmd {
	r, _ := m.lesson.replay()
	return m.steps(study.Replay(m.work.Current, r), m.keymap.Replay.Keys()...)
}

// replayRefused says why nothing can be replayed; it is empty where something can.
func (m *root) replayRefused() string {
	if _, ok := m.lesson.replay(); !ok {
		return tr.T("This page of the lesson has no wrong version to step through.")
	}
	return m.work.MayReplay()
}

// steps puts a run on the screen that is yet to be recorded.
func (m *root) steps(what study.Stepping, opened ...string) tea.Cmd {
	m.stepped++
	w := m.work
	page := newSteps(m.stepped, what, opened, func(file string, line int) tea.Cmd {
		return findEditor(w, path.Join("exercises", what.Exercise, file), line)
	})
	m.panes.cover(page)
	return page.start(w)
}
