package tui

import (
	"bytes"
	"io"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/report"
)

// environ is an environment of pairs.
func environ(pairs ...string) func(*Config) {
	env := make(map[string]string)
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return func(c *Config) { c.Getenv = func(k string) string { return env[k] } }
}

func TestTheTitleSaysHowItStands(t *testing.T) {
	s := newScreen(t, 120, 40)
	require.Equal(t, "workbook 02: untouched", s.View().WindowTitle)
	s.save("a")
	require.Equal(t, "workbook 02: grading", s.View().WindowTitle)
	s.grade(fake.Failing(s.work.Current))
	require.Equal(t, "workbook 02: failing", s.View().WindowTitle)
	s.press("p")
	require.Equal(t, "workbook 01: passed", s.View().WindowTitle)
	require.Empty(t, newScreen(t, 120, 40, environ("TERM", "linux")).View().WindowTitle)
}

func TestProgressIsShownWhileAVerdictIsMade(t *testing.T) {
	s := newScreen(t, 120, 40, environ("TERM", "xterm-ghostty"))
	is := func(state tea.ProgressBarState, value int) {
		t.Helper()
		require.Equal(t, &tea.ProgressBar{State: state, Value: value}, s.View().ProgressBar)
	}
	require.Nil(t, s.View().ProgressBar)
	all := fake.Events(fake.Outcome(s.work.Current, report.Pass))
	s.save("a")
	is(tea.ProgressBarIndeterminate, 0)
	last := 0
	for i, e := range all {
		s.tell(e)
		if bar := s.View().ProgressBar; bar != nil && bar.State == tea.ProgressBarDefault {
			require.GreaterOrEqual(t, bar.Value, last)
			last = bar.Value
		}
		if i == len(all)-2 {
			is(tea.ProgressBarIndeterminate, 0) // nobody knows how long the race check takes
		}
	}
	require.Equal(t, 100, last)
	require.Nil(t, s.View().ProgressBar)
	s.save("b")
	is(tea.ProgressBarIndeterminate, 0)
	s.press("esc")
	require.Nil(t, s.View().ProgressBar)

	s = newScreen(t, 120, 40, environ("TERM", "xterm-kitty"))
	s.save("a")
	require.Nil(t, s.View().ProgressBar, "it would be a notification")
}

// A link has no width: what stands on the screen is the same, cell for cell.
func TestPlacesAreLinks(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {200, 60}} {
		shown := func(env ...string) []string {
			s := newScreen(t, size[0], size[1], environ(env...), func(c *Config) { c.Host = "box" })
			s.grade(fake.Failing(s.work.Current))
			if bare := len(env) == 0; !bare {
				require.Contains(t, s.View().Content, "\x1b]8;;file://box"+s.work.Config.Course.Root+"/exercises/02_spawned/echo.go\x07")
			} else {
				require.NotContains(t, s.View().Content, "\x1b]8")
			}
			return strings.Split(s.View().Content, "\n")
		}
		with, without := shown("TERM", "xterm-256color"), shown()
		require.Len(t, with, len(without))
		for i := range with {
			require.Equal(t, lipgloss.Width(without[i]), lipgloss.Width(with[i]), "line %d", i)
			require.Equal(t, plainText(without[i]), plainText(with[i]))
		}
	}
	s := newScreen(t, 120, 40, environ("TERM", "xterm-256color"))
	r := fake.Failing(s.work.Current)
	for i := range r.Checks {
		r.Checks[i].File = "../../etc/passwd"
	}
	s.grade(r)
	require.Contains(t, s.text(), "../../etc/passwd")
	require.NotContains(t, s.View().Content, "\x1b]8", "nothing outside of the course")
}

// TestWhatTheTerminalIsAskedFor reads the bytes that it gets.
func TestWhatTheTerminalIsAskedFor(t *testing.T) {
	var sent bytes.Buffer
	inBubble(t, func(p *program) {
		environ("TERM", "xterm-ghostty")(&p.cfg)
		p.cfg.Output = io.MultiWriter(cooked{p.term}, &sent)
		p.cfg.options = append(p.cfg.options, tea.WithColorProfile(colorprofile.TrueColor))
	}, func(p *program) {
		p.screen()
		p.save("a")
		p.shows("Grading")
		p.run().Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		p.shows("Failing")
		p.press("y")
		p.press("m")
		p.shows("The mouse is the terminal's")
		p.quit()
	})
	at := 0
	for _, want := range []string{
		"\x1b[22;2t",                    // the title is put aside
		"\x1b]2;workbook 01: untouched", // and ours set
		"\x1b]9;4;",                     // a verdict is being made
		"\x1b]8;;file:///",              // where it is
		"\x1b]52;c;ZXhlcmNpc2VzLzAxX3NlcXVlbnRpYWwvZWNoby5nbzoxNA==", // is copied
		"\x1b[?1002l", // the mouse is let go
		"\x1b[23;2t",  // the title comes back, last of all
	} {
		i := strings.Index(sent.String()[at:], want)
		require.GreaterOrEqual(t, i, 0, "%q in %q", want, sent.String()[at:])
		at += i
	}
	require.Equal(t, "\x1b[23;2t", sent.String()[at:])
}
