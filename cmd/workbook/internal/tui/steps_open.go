package tui

import (
	"context"
	"path"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// stepThrough opens a run of the failed check that is chosen, or of one that passes now and
// failed before; where there is neither, the learner chooses one.
func (m *root) stepThrough() tea.Cmd {
	fault := ""
	if faults := m.work.Run().Faults(); m.verdict.choice < len(faults) {
		fault = faults[m.verdict.choice].Check
	} else if mended := m.work.Mended(); len(faults) == 0 && len(mended) > 0 {
		fault = mended[0].Name
	}
	checks, _ := m.work.Viewable()
	for _, c := range checks {
		if c.Name == fault {
			return m.look(c)
		}
	}
	if fault != "" {
		m.frame.say(tr.T("That check has no run to look at. These have."))
	}
	m.chooseSteps()
	return nil
}

// chooseSteps has the learner choose a check.
func (m *root) chooseSteps() {
	checks, _ := m.work.Viewable()
	recordable, _ := m.work.Steppable()
	m.panes.cover(newCheckChooser(checks, len(recordable) > 0, func(c report.Check) tea.Cmd {
		if c.Name == "" {
			return m.steps(m.work.StepThrough(c), nil)
		}
		return m.look(c)
	}))
}

// look opens a run of a check of the verdict, beside how it failed before, if it did.
func (m *root) look(c report.Check) tea.Cmd {
	what := m.work.Look(c)
	var before *study.Drawing
	if d, ok := m.work.Before(c.Name); ok {
		before = &d
		if what.Schedule == 0 && d.Record != nil {
			what.Schedule = d.Picture.Schedule
		}
	}
	d, ready := m.work.Sketched(c.Name) // it is recorded already
	if what.Lacks != "" {               // or cannot be
		d, ready = study.Seen(what.Exercise, c, what.Lacks), true
	}
	if !ready {
		return m.steps(what, before)
	}
	page := m.page(what, before)
	m.panes.cover(page)
	page.take(d)
	return nil
}

// toggleLanes draws lanes below a failure, or does not any more, and says so.
func (m *root) toggleLanes() {
	m.verdict.toggleLanes()
	if m.verdict.noLanes {
		m.frame.say(tr.T("No lanes are drawn below a failure any more; L draws them again."))
		return
	}
	m.frame.say(tr.T("Below a failure stand the lanes of its run that tell most."))
}

// sketch has the run of the chosen failure recorded for the lanes below it, when nothing else
// is to be done.
func (m *root) sketch() tea.Cmd {
	if m.panes.overlay != nil || m.verdict.noLanes {
		return nil
	}
	return do(m.work.RecordSketch(m.verdict.choice))
}

// replay opens the run of the page that is open.
func (m *root) replay() tea.Cmd {
	r, _ := m.lesson.replay()
	return m.steps(study.Replay(m.work.Current, r), nil, m.keymap.Replay.Keys()...)
}

// replayRefused says why nothing can be replayed; it is empty where something can.
func (m *root) replayRefused() string {
	if _, ok := m.lesson.replay(); !ok {
		return tr.T("This page of the lesson has no wrong version to step through.")
	}
	return m.work.MayReplay()
}

// steps puts a run on the screen that is yet to be recorded.
func (m *root) steps(what study.Stepping, before *study.Drawing, opened ...string) tea.Cmd {
	page := m.page(what, before, opened...)
	m.work.StopSketch()
	m.panes.cover(page)
	return page.start(m.work)
}

// page is a page for a run.
func (m *root) page(what study.Stepping, before *study.Drawing, opened ...string) *stepsPane {
	m.stepped++
	w := m.work
	host := stepsHost{say: m.frame.say, edit: func(file string, line int) tea.Cmd {
		return findEditor(w, path.Join("exercises", what.Exercise, file), line)
	}}
	if what.Wrong == "" && what.Check != "" && what.Lacks == "" && w.MayCompare() {
		host.reference = func(id int, schedule uint64) tea.Cmd { return recordReference(w, id, w.Reference(what, schedule)) }
	}
	if what.Seen != nil && what.Seen.Verdict.Failed() {
		host.keep = func(d study.Drawing) { w.KeepSketch(what.Check, d) }
	}
	page := newSteps(m.stepped, what, opened, host)
	page.before = before
	return page
}

// recordReference has the reference's run recorded for a page.
func recordReference(w *study.Work, id int, what study.Stepping) tea.Cmd {
	return job(w.Jobs, func(ctx context.Context) tea.Msg {
		d, err := w.Draw(ctx, what)
		return recordedMsg{id: id, drawing: d, reference: true, err: err}
	})
}
