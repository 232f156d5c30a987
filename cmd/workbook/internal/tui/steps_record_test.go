package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
	"workbook/grader/steps"
)

func TestStaleRecordsAreDropped(t *testing.T) {
	s := newScreen(t, 120, 40, withSteps)
	s.failing()
	s.press("t")
	first := s.page().id
	s.press("esc", "t")
	require.NotEqual(t, first, s.page().id)
	before := s.text()
	s.send(recordedMsg{id: first, drawing: drawn(fake.LostUpdate())})
	s.send(recordedMsg{id: first, err: errors.New("too late")})
	require.Equal(t, before, s.text())
	s.send(recordedMsg{id: s.page().id, drawing: drawn(fake.LostUpdate())})
	require.Contains(t, s.text(), "the end")
	s.press("esc")
	before = s.text()
	s.send(recordedMsg{id: first + 1, drawing: drawn(fake.LostUpdate())})
	require.Equal(t, before, s.text())
}

// Whatever takes a page away ends the recording.
func TestLeavingEndsTheRecording(t *testing.T) {
	for name, leave := range map[string]func(s *screen){
		"esc":   func(s *screen) { s.press("esc") },
		"q":     func(s *screen) { s.press("q") },
		"save":  func(s *screen) { s.save("another") },
		"cover": func(s *screen) { s.panes.cover(newRaw(s.work, s.keymap.Raw)) },
		"end":   func(s *screen) { s.jobs.Cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t, 120, 40, withSteps)
			s.failing()
			cmd, said := s.press("t"), make(chan tea.Msg)
			go func() { said <- cmd() }()
			asked := <-s.stepper().Asked
			require.NoError(t, asked.Ctx.Err())
			leave(s)
			<-asked.Ctx.Done()
			msg := (<-said).(recordedMsg)
			require.ErrorIs(t, msg.err, context.Canceled)
		})
	}
}

// Whatever a record holds, every key is obeyed and every screen keeps to its size.
func TestDamagedRuns(t *testing.T) {
	runs := fake.Damaged()
	runs["nil"] = nil
	runs["one step"] = &steps.Run{Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}}, Verdict: report.Fail,
		Sources: []steps.Source{{Name: "echo.go", Text: "package echo\n"}}, Steps: []steps.Step{{File: "echo.go", Line: 1, Column: 1}}}
	for name, run := range runs {
		for _, size := range [][2]int{{120, 40}, {minWidth, minHeight}} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], withSteps)
				s.stepping(run)
				for _, key := range []string{"right", "left", "]", "[", "G", "g", "tab", "9", "1", "down", "pgdown", "up", "pgup", "?", "?", "y"} {
					s.press(key)
					content := s.View().Content
					for i, row := range strings.Split(content, "\n") {
						require.Equal(t, size[0], lipgloss.Width(row), "row %d after %s: %q", i, key, row)
					}
					require.NotContains(t, content, "\x1b[2J")
					require.NotContains(t, content, "\x1b[5m")
				}
				s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
				_ = s.text()
			})
		}
	}
}

// The same as lanes.
func TestDamagedLanes(t *testing.T) {
	runs := fake.Damaged()
	runs["nil"] = nil
	for name, run := range runs {
		for _, size := range [][2]int{{120, 40}, {minWidth, minHeight}} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], withSteps)
				s.lanes(run)
				for _, key := range []string{"g", "right", "left", "]", "[", "G", "down", "up", "pgdown", "enter", "+", "+", "-", "0", "tab", "y", "?", "?"} {
					s.press(key)
					content := s.View().Content
					for i, row := range strings.Split(content, "\n") {
						require.Equal(t, size[0], lipgloss.Width(row), "row %d after %s: %q", i, key, row)
					}
					require.NotContains(t, content, "\x1b[2J")
					require.NotContains(t, content, "\x1b[5m")
				}
			})
		}
	}
}

// BenchmarkStep moves through a record as large as they are kept.
func BenchmarkStep(b *testing.B) {
	run := fake.Waiting(steps.MaxGoroutines - 1)
	for len(run.Steps) < steps.MaxSteps {
		g := len(run.Steps) % steps.MaxGoroutines
		run.Steps = append(run.Steps, steps.Step{Goroutine: g, File: "count.go", Line: 14,
			Changed: []steps.Place{{Goroutine: g, State: steps.Ready, File: "count.go", Line: 15}}})
	}
	p := newSteps(1, study.Stepping{Title: "Every byte comes back"}, nil, stepsHost{})
	p.layout(room{width: 120, height: 33, theme: newTheme(palette{})})
	p.update(recordedMsg{id: 1, drawing: drawn(run)})
	p.turn()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		p.show(i * 7919 % p.record.Len())
		p.rows()
	}
}
