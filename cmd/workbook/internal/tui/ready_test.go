package tui

import (
	"context"
	"errors"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/report"
)

// A course that cannot be graded ends the program, which says why.
func TestNotReadyEndsTheProgram(t *testing.T) {
	broken := errors.New("there is no Go")
	inBubble(t, func(p *program) {
		p.cfg.Ready = func(context.Context) (string, error) { return "", broken }
	}, func(p *program) {
		<-p.ended
		require.ErrorIs(t, p.err, broken)
	})
}

// The screen is drawn before anything else is done, and what it does not know yet it
// leaves out.
func TestDrawnFirst(t *testing.T) {
	c := fake.NewCourse(t)
	asked := false
	m := newRoot(t.Context(), Config{Course: c, Grader: fake.NewGrader(), Progress: fake.NewProgress(),
		Watch: fake.NewWatcher().AsWatcher, Getenv: fake.NoEnv,
		Ready: func(context.Context) (string, error) { asked = true; return "01_one is a draft.", nil }}.withDefaults())
	t.Cleanup(m.jobs.Cancel)
	_, cmd := m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	s := &screen{t, m}
	require.Contains(t, s.text(), "Outline")
	require.NotContains(t, s.text(), "isolation")
	require.Equal(t, drawnMsg{}, cmd(), "what comes next follows the frame")
	require.False(t, asked)

	msg := m.ready()()
	require.True(t, asked)
	s.send(msg)
	require.Contains(t, s.text(), "01_one is a draft.")
	s.send(press("g"))
	require.Contains(t, s.text(), "isolation L1")

	_, cmd = m.Update(tea.WindowSizeMsg{Width: 100, Height: 40})
	require.Nil(t, cmd, "another size begins nothing again")
}

// BenchmarkKey is a key and its screen, with an event of a run before each.
func BenchmarkKey(b *testing.B) {
	c := fake.NewCourse(b)
	m := newRoot(b.Context(), Config{Course: c, Grader: fake.NewGrader(), Progress: fake.NewProgress(),
		Watch: fake.NewWatcher().AsWatcher, Getenv: fake.NoEnv}.withDefaults())
	b.Cleanup(m.jobs.Cancel)
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	m.Update(study.SavedMsg{Exercise: m.work.Current, Save: study.Save{Hash: "a", At: fake.SavedAt}})
	ex := m.work.Current
	check := report.Check{Name: ex.Checks[0].Name, Title: ex.Checks[0].Title, Verdict: report.Pass, Kind: report.Inside}
	keys := []tea.KeyPressMsg{press("j"), press("k"), press("tab")}
	n := 0
	for b.Loop() {
		m.Update(study.EventMsg{Run: m.work.Runs.Last, Exercise: ex.ID, Event: grader.CheckFinished{Exercise: ex.ID, Check: check}})
		_ = m.View()
		m.Update(keys[n%len(keys)])
		_ = m.View()
		n++
	}
}
