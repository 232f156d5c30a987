package tui

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/demo"
)

// The states of a page with a demo.
var demoStates = []struct {
	name string
	set  func(s *screen)
}{
	{"demo_preparing", func(s *screen) { s.press("d") }},
	{"demo_begins", func(s *screen) { s.demo() }},
	{"demo_frame", func(s *screen) { p := s.demo(); p.shows(s, fake.Frame(measured(600, p), 800)) }},
	{"demo_done", func(s *screen) { p := s.demo(); p.ends(s, measured(600, p), nil) }},
	{"demo_again", func(s *screen) {
		p := s.demo()
		p.ends(s, measured(600, p), nil)
		s.press("down", "right", "G")
		p.shows(s, fake.Frame(measured(300, p), 200))
	}},
	{"demo_compared", func(s *screen) {
		p := s.demo()
		p.ends(s, measured(600, p), nil)
		s.press("down", "right", "G")
		p.ends(s, measured(300, p), nil)
	}},
	{"demo_waits", func(s *screen) { s.save("a"); s.demo() }},
	{"demo_disturbed", func(s *screen) {
		s.save("a")
		p := s.demo()
		s.press("r")
		p.ends(s, measured(600, p), nil)
	}},
	{"demo_failed", func(s *screen) {
		s.demo().ends(s, demo.Result{}, errors.New("listen tcp 127.0.0.1:0: permission denied"))
	}},
	{"demo_none", func(s *screen) {
		s.press("d")
		s.send(demoFoundMsg{s.demoPage().id, demo.Demo{}, errors.New("exercises/02_spawned/demo/demo.go:9: undefined: x")})
	}},
	{"demo_help", func(s *screen) { s.demo(); s.press("?") }},
	{"demo_offer", func(s *screen) { s.send(loadLessons(s.jobs, s.work.Config.Course)()) }},
}

func TestDemoScreens(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {200, 60}} {
		for _, state := range demoStates {
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], withDemo)
				state.set(s)
				s.golden()
			})
		}
	}
}

func TestGermanDemoScreens(t *testing.T) {
	inGerman(t)
	for _, state := range demoStates {
		t.Run(state.name, func(t *testing.T) {
			s := newScreen(t, 80, 24, withDemo)
			state.set(s)
			s.golden()
		})
	}
}

// Every screen keeps to its size, in every theme, and says the same without colors.
func TestDemosInEveryTheme(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {200, 60}, {60, 20}, {minWidth, minHeight}} {
		for _, state := range demoStates {
			first := ""
			for _, theme := range []Theme{ThemeAuto, ThemeMono, ThemeContrast, ThemeLight} {
				s := newScreen(t, size[0], size[1], withDemo, func(c *Config) { c.Theme = theme })
				unmarked := *s.panes.theme
				unmarked.marked = false
				s.panes.restyle(&unmarked)
				state.set(s)
				for i, row := range strings.Split(s.View().Content, "\n") {
					require.Equal(t, size[0], lipgloss.Width(row), "%s %v row %d: %q", state.name, size, i, row)
				}
				if first == "" {
					first = s.text()
				}
				require.Equal(t, first, s.text(), "%s with the theme %s", state.name, theme)
				if theme == ThemeMono {
					require.NotRegexp(t, `\x1b\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])[0-9;:]*m`, s.View().Content)
				}
			}
		}
	}
}

func TestDemosOnADumbTerminal(t *testing.T) {
	for _, state := range demoStates {
		s := newScreen(t, 80, 24, withDemo, func(c *Config) {
			c.Getenv = func(k string) string { return map[string]string{"TERM": "dumb"}[k] }
		})
		state.set(s)
		content := s.View().Content
		require.NotContains(t, content, "\x1b")
		for _, r := range content {
			require.Less(t, r, rune(128), "%s: %q is not ASCII", state.name, r)
		}
	}
}
