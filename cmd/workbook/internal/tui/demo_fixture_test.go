package tui

import (
	"maps"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/demo"
)

// withDemo is a program whose exercises have a demo.
func withDemo(c *Config) {
	c.Demonstrator = fake.NewDemonstrator()
	for _, ex := range c.Course.Exercises {
		ex.Demo = "limit"
	}
}

func (s *screen) demonstrator() *fake.Demonstrator {
	return s.work.Config.Demonstrator.(*fake.Demonstrator)
}

func (s *screen) demoPage() *demoPane {
	s.t.Helper()
	p, ok := s.panes.overlay.(*demoPane)
	require.True(s.t, ok, "no page with a demo, but %T", s.panes.overlay)
	return p
}

// demo opens the demo, which runs.
func (s *screen) demo() *demoPane {
	s.t.Helper()
	s.press("d")
	p := s.demoPage()
	d, err := s.demonstrator().Demo(s.t.Context(), p.ex)
	s.send(demoFoundMsg{p.id, d, err})
	return p
}

// shows draws a frame of the run that goes on.
func (p *demoPane) shows(s *screen, f demo.Frame) {
	p.frames.Put(f)
	s.send(demoFrameMsg{p.id, p.run})
}

func (p *demoPane) ends(s *screen, r demo.Result, err error) tea.Cmd {
	cmd := s.send(demoDoneMsg{p.id, p.run, r, 2100 * time.Millisecond, err})
	s.View()
	return cmd
}

func measured(half int64, p *demoPane) demo.Result {
	return fake.Measured(half, 40, maps.Clone(p.values))
}

// running is a command of the page that runs in the background.
type running struct{ said chan tea.Msg }

func runs(cmd tea.Cmd) running {
	r := running{make(chan tea.Msg, 1)}
	go func() { r.said <- cmd() }()
	return r
}

// runAll runs the commands of a batch in the background.
func runAll(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if all, ok := cmd().(tea.BatchMsg); ok {
			for _, one := range all {
				runAll(one)
			}
		}
	}()
}
