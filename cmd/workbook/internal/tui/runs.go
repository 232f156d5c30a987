package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// A save is one content of an exercise's folder.
type save struct {
	hash string
	at   time.Time // when it was written
}

// openedMsg says what is in the folder of an exercise that was just opened.
type openedMsg struct {
	visit int
	save  save
	err   error
}

// savedMsg says that the content of the folder has changed, or, with asked, that
// the learner wants it graded as it is.
type savedMsg struct {
	visit int
	asked bool
	save  save
	err   error
}

// eventMsg is an event of a run, doneMsg its end.
type eventMsg struct {
	run      int
	exercise string
	event    grader.Event
}

type doneMsg struct {
	run      int
	exercise string
	report   *report.Report
	err      error
}

// recordedMsg carries the progress after something was added to it.
type recordedMsg struct {
	kept     int
	progress progress.Progress
	notice   string
	err      error
}

// watchCurrent watches the folder of the current exercise, and no other any more.
func (m *root) watchCurrent() tea.Cmd {
	m.unwatch()
	m.visit++
	watcher := m.cfg.Watch()
	m.watcher = watcher
	ctx, cancel := context.WithCancel(m.jobs.ctx)
	m.unwatch = cancel
	visit, ex, dir := m.visit, m.current, m.cfg.Course.ExerciseDir(m.current.ID)
	return m.jobs.cmd(func(context.Context) tea.Msg {
		defer cancel()
		events := watcher.Watch(ctx, dir)
		// After Watch, so that no save falls between the two.
		now, err := saveIn(dir, ex)
		m.jobs.post(openedMsg{visit, now, err})
		for ev := range events {
			m.jobs.post(savedMsg{visit: visit, save: save{ev.Hash, ev.At}})
		}
		return nil
	})
}

// saveIn looks at what is in the folder now. It was saved when the newest of the
// learner's files was written.
func saveIn(dir string, ex *course.Exercise) (save, error) {
	hash, err := watch.Hash(dir)
	s := save{hash: hash}
	for _, name := range ex.Files {
		if fi, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err == nil && fi.ModTime().After(s.at) {
			s.at = fi.ModTime()
		}
	}
	return s, err
}

// opened grades at once what has changed while nobody watched. The first look at
// an exercise in a session is graded too when it was ever graded before, unless
// it is known to pass.
func (m *root) opened(msg openedMsg) tea.Cmd {
	if msg.visit != m.visit {
		return nil
	}
	if msg.err != nil {
		m.notice = msg.err.Error()
		return nil
	}
	entry, g := m.entry(), m.grading()
	switch {
	case g != nil:
		if g.hash == msg.save.hash {
			return nil
		}
	case m.visit > 1, entry.State() == progress.Untouched:
		return nil
	case entry.State() == progress.Passed && entry.Hash == msg.save.hash:
		return nil
	}
	return m.grade(msg.save)
}

// saved grades a save, unless it holds what is being graded or was graded last.
func (m *root) saved(msg savedMsg) tea.Cmd {
	if msg.visit != m.visit {
		return nil
	}
	if msg.err != nil {
		m.notice = msg.err.Error()
		return nil
	}
	if !msg.asked {
		g := m.grading()
		if g != nil && g.hash == msg.save.hash && !g.canceled && g.err == nil {
			m.notice = "Nothing has changed since the last verdict."
			return nil
		}
		if m.reset == m.current.ID || m.pristine[m.current.ID] == msg.save.hash {
			return nil
		}
	}
	delete(m.pristine, m.current.ID)
	if _, ok := m.overlay.(*sheetOverlay); ok {
		m.overlay = nil // who saves wants to see the verdict
	}
	m.look(paneVerdict)
	return m.grade(msg.save)
}

// grade starts a run on the current exercise. One that is under way is canceled:
// a newer save supersedes it.
func (m *root) grade(s save) tea.Cmd {
	id := m.current.ID
	if old := m.runs[id]; old != nil {
		old.cancel()
	}
	m.lastRun++
	run := m.lastRun
	ctx, cancel := context.WithCancel(m.jobs.ctx)
	g := newGrading(run, m.current, s)
	g.cancel = cancel
	m.runs[id] = g
	m.outline.busy[id] = true
	m.verdict.top()
	m.hintAt, m.hinted = -1, ""
	m.relayout()
	req := grader.Request{Submissions: []grader.Submission{{Exercise: id}}}
	return m.jobs.cmd(func(context.Context) tea.Msg {
		defer cancel()
		rep, err := m.cfg.Grader.Grade(ctx, req, func(e grader.Event) {
			m.jobs.post(eventMsg{run, id, e})
		})
		m.jobs.post(doneMsg{run, id, rep, err}) // behind the events
		return nil
	})
}

// live is the run that a message belongs to, or nil when it is stale.
func (m *root) live(run int, exercise string) *grading {
	g := m.runs[exercise]
	if g == nil || g.run != run || g.canceled {
		return nil
	}
	return g
}

func (m *root) event(msg eventMsg) tea.Cmd {
	g := m.live(msg.run, msg.exercise)
	if g == nil {
		return nil
	}
	g.on(msg.event)
	m.stale()
	m.outline.busy[msg.exercise] = g.active()
	if _, ok := msg.event.(grader.Finished); ok {
		return m.record(msg.exercise, g)
	}
	return nil
}

// done takes the end of a run that its events have not told already.
func (m *root) done(msg doneMsg) tea.Cmd {
	g := m.live(msg.run, msg.exercise)
	if g == nil {
		return nil
	}
	m.outline.busy[msg.exercise] = false
	if !g.active() {
		return nil
	}
	m.stale()
	if msg.err == nil && msg.report != nil && len(msg.report.Exercises) > 0 {
		g.on(grader.Finished{Exercise: msg.report.Exercises[0]})
		return m.record(msg.exercise, g)
	}
	g.err = msg.err
	if g.err == nil {
		g.err = errors.New("the grader ended without a verdict")
	}
	return nil
}

// cancelRun ends the run on the current exercise.
func (m *root) cancelRun() {
	g := m.grading()
	g.cancel()
	g.canceled = true
	m.outline.busy[m.current.ID] = false
	m.stale()
}

// record remembers a verdict.
func (m *root) record(id string, g *grading) tea.Cmd {
	if m.current.ID != id {
		m.notice = number(id) + " " + g.result.Title + ": " + g.result.Verdict.Word()
	}
	attempt := progress.Attempt{Verdict: g.result.Verdict, Hash: g.hash, Points: g.result.Points}
	return m.keep(func() error { return m.cfg.Progress.Record(id, attempt) })
}

// keep changes the progress and brings it back. A change that has not come back
// when the program ends is made then; see [root.flush].
func (m *root) keep(change func() error) tea.Cmd {
	m.lastKept++
	kept := m.lastKept
	once := sync.OnceValue(change)
	m.unkept[kept] = once
	return m.jobs.cmd(func(context.Context) tea.Msg {
		m.keeping.Lock() // so that the newest progress is posted last
		defer m.keeping.Unlock()
		err := once()
		m.jobs.post(recordedMsg{kept, m.cfg.Progress.Get(), m.cfg.Progress.Notice(), err})
		return nil
	})
}

// flush makes the changes to the progress that are still to be made.
func (m *root) flush() error {
	var errs []error
	for _, change := range m.unkept {
		errs = append(errs, change())
	}
	return errors.Join(errs...)
}

func (m *root) recorded(msg recordedMsg) {
	delete(m.unkept, msg.kept)
	m.progress = msg.progress
	m.outline.progress = msg.progress
	m.stale()
	switch {
	case msg.err != nil:
		m.notice = "Progress is not saved: " + msg.err.Error()
	case msg.notice != "":
		m.notice = msg.notice
	}
}
