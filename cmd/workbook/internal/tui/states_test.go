package tui

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/stretchr/testify/require"
)

// A screenState is a page as it is looked at.
type screenState struct {
	name string
	set  func(s *screen)
}

// inEveryTheme asks of every page that it keeps to its size, in every theme, and says the
// same without colors.
func inEveryTheme(t *testing.T, states []screenState, with func(*Config), sizes [][2]int, themes []Theme) {
	t.Helper()
	for _, size := range sizes {
		for _, state := range states {
			first := ""
			for _, theme := range themes {
				s := newScreen(t, size[0], size[1], with, func(c *Config) { c.Theme = theme })
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

// onADumbTerminal asks of every page that it is nothing but ASCII there.
func onADumbTerminal(t *testing.T, states []screenState, with func(*Config)) {
	t.Helper()
	for _, state := range states {
		s := newScreen(t, 80, 24, with, func(c *Config) {
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
