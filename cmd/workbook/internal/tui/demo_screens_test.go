package tui

import (
	"errors"
	"fmt"
	"testing"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/demo"
)

// The states of a page with a demo.
var demoStates = []screenState{
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

func TestDemosInEveryTheme(t *testing.T) {
	inEveryTheme(t, demoStates, withDemo, [][2]int{{120, 40}, {200, 60}, {60, 20}, {minWidth, minHeight}},
		[]Theme{ThemeAuto, ThemeMono, ThemeContrast, ThemeLight})
}

func TestDemosOnADumbTerminal(t *testing.T) { onADumbTerminal(t, demoStates, withDemo) }
