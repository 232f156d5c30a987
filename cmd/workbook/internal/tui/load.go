package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"workbook/cmd/workbook/internal/lesson"
	"workbook/cmd/workbook/internal/watch"
	"workbook/grader"
	"workbook/grader/course"
)

// lessonsMsg carries every lesson of the course, and why some are missing.
type lessonsMsg struct {
	lessons map[string]lesson.Lesson
	errs    map[string]error
}

func (m *root) loadLessons() tea.Cmd {
	c := m.cfg.Course
	return m.jobs.cmd(func(ctx context.Context) tea.Msg {
		msg := lessonsMsg{make(map[string]lesson.Lesson), make(map[string]error)}
		for _, ex := range c.Exercises {
			if ctx.Err() != nil {
				return nil
			}
			l, err := lesson.Load(c.LessonPath(ex.ID))
			if err != nil {
				msg.errs[ex.ID] = err
				continue
			}
			msg.lessons[ex.ID] = l
		}
		return msg
	})
}

func (m *root) lessonsLoaded(msg lessonsMsg) {
	m.lessons = msg.lessons
	m.readers = make(map[string]*reader)
	for _, ex := range m.cfg.Course.Exercises {
		m.readers[ex.ID] = newReader(msg.lessons[ex.ID], msg.errs[ex.ID])
	}
	if s, ok := m.overlay.(*searching); ok { // opened before there was all of it
		s.all = spots(m.cfg.Course, m.lessons)
		s.search(s.query)
	}
	m.relayout()
}

// warming is how far the grader's preparation has come.
type warming struct {
	exercise string // that is prepared for; empty when nothing is
	race     bool   // the race stage's half of it
	now      grader.Warming
	done     map[string]bool // exercises that need no more
}

type warmMsg struct {
	race bool
	now  grader.Warming
}

type warmedMsg struct {
	exercise string
	err      error
}

// warmCurrent prepares the grader for the current exercise, unless it is being
// prepared already or was.
func (m *root) warmCurrent() tea.Cmd {
	id := m.current.ID
	if m.warm.exercise != "" || m.warm.done[id] {
		return nil
	}
	m.warm.exercise, m.warm.now, m.warm.race = id, grader.Warming{}, false
	g := m.cfg.Grader
	return m.jobs.cmd(func(ctx context.Context) tea.Msg {
		warm := func(race bool) error {
			return g.Warm(ctx, id, race, func(w grader.Warming) { m.jobs.post(warmMsg{race, w}) })
		}
		err := warm(false)
		if err == nil && g.RaceUnavailable() == nil {
			err = warm(true)
		}
		m.jobs.post(warmedMsg{id, err}) // behind the progress
		return nil
	})
}

func (m *root) warmed(msg warmedMsg) tea.Cmd {
	m.warm.exercise = ""
	m.warm.done[msg.exercise] = true
	m.old.verdict = true
	if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
		m.notice = "Preparing the grader: " + msg.err.Error()
	}
	return m.warmCurrent()
}

// waiting reports whether a verdict has to wait for the preparation.
func (w warming) waiting() bool { return w.exercise != "" && !w.race && w.now.Done < w.now.Total }

// words say how far it is; empty when there is nothing to wait for.
func (w warming) words() string {
	if w.exercise == "" || w.now.Done >= w.now.Total {
		return ""
	}
	what := "preparing the grader"
	if w.race {
		what = "preparing the race check"
	}
	return fmt.Sprintf("%s: %d of %d packages", what, w.now.Done, w.now.Total)
}

// resetMsg is the end of a reset.
type resetMsg struct {
	exercise, backup, hash string
	err                    error
}

func (m *root) resetCurrent() tea.Cmd {
	id, dir := m.current.ID, m.cfg.Course.ExerciseDir(m.current.ID)
	return m.jobs.cmd(func(ctx context.Context) tea.Msg {
		backup, err := m.cfg.Reset(ctx, id)
		hash, hashErr := watch.Hash(dir)
		return resetMsg{id, backup, hash, errors.Join(err, hashErr)}
	})
}

func (m *root) wasReset(msg resetMsg) {
	m.reset = ""
	if msg.err != nil {
		m.notice = "Nothing was reset: " + msg.err.Error()
		return
	}
	if g := m.runs[msg.exercise]; g != nil {
		g.cancel()
		delete(m.runs, msg.exercise)
		m.outline.busy[msg.exercise] = false
	}
	m.pristine[msg.exercise] = msg.hash
	m.notice = "Nothing was different from how it was at first."
	if msg.backup != "" {
		m.notice = "Started over. What you had is in " + m.relative(msg.backup) + "."
	}
	m.relayout()
}

// relative names a path as seen from the course.
func (m *root) relative(path string) string {
	if rel, err := filepath.Rel(m.cfg.Course.Root, path); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return path
}

// solutionMsg carries the learner's files and the reference's.
type solutionMsg struct {
	exercise     string
	mine, theirs []source
	err          error
}

// A source is a Go file as it is read.
type source struct{ name, text string }

func (m *root) loadSolution() tea.Cmd {
	c, ex := m.cfg.Course, m.current
	return m.jobs.cmd(func(context.Context) tea.Msg {
		mine, err := sources(c, c.ExerciseDir(ex.ID))
		theirs, err2 := sources(c, c.SolutionDir(ex.ID))
		return solutionMsg{ex.ID, mine, theirs, errors.Join(err, err2)}
	})
}

// sources reads the Go files of a folder, but no tests.
func sources(c *course.Course, dir string) ([]source, error) {
	const most = 1 << 20
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the solution: %w", err)
	}
	var out []source
	for _, e := range entries {
		name := e.Name()
		if !e.Type().IsRegular() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		if fi, err := e.Info(); err != nil || fi.Size() > most {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("reading the solution: %w", err)
		}
		if rel, err := filepath.Rel(c.Root, filepath.Join(dir, name)); err == nil {
			name = filepath.ToSlash(rel)
		}
		out = append(out, source{name, string(data)})
	}
	return out, nil
}
