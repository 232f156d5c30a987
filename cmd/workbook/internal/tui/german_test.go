package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"workbook/cmd/internal/lang"
	"workbook/cmd/internal/tr"
)

// inGerman has the rest of a test said in German.
func inGerman(t *testing.T) {
	t.Helper()
	t.Cleanup(func() { tr.Use(nil) })
	require.Equal(t, language.German, tr.Use(lang.Wanted{language.German}))
}

// German is longer than English. The main pages in it, on the usual screen and on the
// smallest that all is made for.
func TestGermanScreens(t *testing.T) {
	inGerman(t)
	pages := []string{"fresh", "outline", "streaming", "failing", "hint", "passed", "regressed", "elsewhere", "stored_pass",
		"canceled", "raw", "solution", "welcome", "looking_back", "help", "search", "reset", "undo", "notice"}
	for _, size := range [][2]int{{80, 24}, {60, 20}} {
		for _, state := range states {
			if !slices.Contains(pages, state.name) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%dx%d", state.name, size[0], size[1]), func(t *testing.T) {
				s := newScreen(t, size[0], size[1], withReset)
				state.set(s)
				s.golden()
			})
		}
	}
}

// The way out is on the bottom line in every language and on every screen, and so is what
// a key does that is named there.
func TestBottomLineIsWhole(t *testing.T) {
	inGerman(t)
	for _, half := range []func(*Config){func(*Config) {}, withClass} {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {minWidth, minHeight}} {
			for _, state := range states {
				s := newScreen(t, size[0], size[1], withReset, half)
				state.set(s)
				s.frame.quiet()
				rows := strings.Split(s.screen(), "\n")
				last := ansi.Strip(rows[len(rows)-1])
				require.NotContains(t, last, "…", "%s at %dx%d", state.name, size[0], size[1])
				if s.panes.overlay == nil {
					require.Contains(t, last, "q beenden", "%s at %dx%d", state.name, size[0], size[1])
				}
			}
		}
	}
}

// A yes is what the question asks for, and also the English one.
func TestGermanYes(t *testing.T) {
	inGerman(t)
	for _, yes := range []string{"j", "y"} {
		s := newScreen(t, 80, 24, withReset)
		s.press("x")
		require.Contains(t, s.text(), "j ja")
		require.NotNil(t, s.press(yes))
		require.Nil(t, s.panes.overlay)
	}
	s := newScreen(t, 80, 24, withReset)
	s.press("x", "n")
	require.Nil(t, s.panes.overlay)
}
