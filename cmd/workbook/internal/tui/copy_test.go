package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/grader/report"
)

// copies presses y, and gives what the terminal is asked to copy.
func (s *screen) copies() string {
	s.t.Helper()
	cmd := s.press("y")
	require.NotNil(s.t, cmd, s.frame.notice)
	return fmt.Sprint(cmd())
}

func TestCopyingAFailure(t *testing.T) {
	s := newScreen(t, 120, 40)
	r := fake.Failing(s.work.Current)
	r.Checks[0].Verdict, r.Checks[0].Message = report.Fail, "It\x1b]52;c;AAAA\x07 came back\u202e."
	s.grade(r)
	s.press("down")
	require.Equal(t, "exercises/02_spawned/echo.go:14", s.copies())
	require.Contains(t, s.text(), "Copied exercises/02_spawned/echo.go:14. y again: its message.")
	require.Contains(t, s.copies(), "Client B was not answered")
	require.Contains(t, s.text(), "Copied its message. y again: exercises/02_spawned/echo.go:14.")
	require.Equal(t, "exercises/02_spawned/echo.go:14", s.copies())
	s.press("z") // anything else begins anew
	require.Equal(t, "exercises/02_spawned/echo.go:14", s.copies())
	s.press("up")
	require.Equal(t, `It came back\u202e.`, s.copies(), "a fault without a place, and made safe")
}

func TestCopyingWhereToWrite(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.press("tab")
	require.Equal(t, "exercises/02_spawned/echo.go", s.copies(), "the verdict has nothing against it")
	s.press("tab", "down")
	require.Equal(t, "outline", s.focused())
	require.Equal(t, "exercises/05_join/task.go", s.copies())
}

func TestCopyingCode(t *testing.T) {
	lesson := "# Code\n\nFirst:\n\n```go\none()\n```\n\n- in a list:\n\n  ```go\n  for {\n  \ttwo()\n  }\n  ```\n\n" +
		strings.Repeat("More of it.\n\n", 20) + "```\nthree\n```\n\n---\n\n# None\n\nNothing.\n"
	s := newScreen(t, 120, 24, func(c *Config) {
		require.NoError(t, os.WriteFile(filepath.Join(c.Course.Root, "exercises", "02_spawned", "lesson.md"), []byte(lesson), 0o644))
	})
	require.Equal(t, "one()\n", s.copies())
	require.Contains(t, s.text(), "Copied the code “one()”. y again: the code from “for {”.")
	require.Equal(t, "for {\n\ttwo()\n}\n", s.copies())
	require.Equal(t, "three\n", s.copies())
	require.Equal(t, "one()\n", s.copies(), "and around")
	s.press("pgdown")
	require.Equal(t, "three\n", s.copies(), "from what is in view")
	s.press("]")
	require.Nil(t, s.press("y"))
	require.Contains(t, s.text(), "There is nothing here to copy")
}

func TestCopyingFromWhatIsOnTop(t *testing.T) {
	s := newScreen(t, 120, 40)
	r := fake.Failing(s.work.Current)
	r.Checks[1].Output = "printed " + strings.Repeat("long ", 60) + "\n"
	s.grade(r)
	s.press("o")
	require.Contains(t, s.copies(), "printed "+strings.Repeat("long ", 59)+"long\n")
	require.Contains(t, s.text(), "Copied the raw output.")
	s.press("o", "/", "y")
	require.Contains(t, s.text(), "Search: y", "where one types it is a letter")
	s.press("esc", "?")
	require.Nil(t, s.press("y"))
	require.Contains(t, s.text(), "There is nothing here to copy")
}

func TestWhatIsTooLongIsNotCopied(t *testing.T) {
	s := newScreen(t, 120, 40)
	p := newPager("Much", s.keymap.Raw, func(int, *theme) []string { return []string{"much"} })
	p.copies = func() []clip { return []clip{{"this", strings.Repeat("x", maxClip+1024)}} }
	s.panes.cover(p)
	require.Nil(t, s.press("y"))
	require.Contains(t, s.text(), "Not copied: this has 65 KiB, and terminals take 64.")
}

func TestTerminalsThatDoNotCopySaySo(t *testing.T) {
	in := func(env map[string]string) *screen {
		return newScreen(t, 120, 40, func(c *Config) { c.Getenv = func(k string) string { return env[k] } })
	}
	s := in(map[string]string{"TERM_PROGRAM": "Apple_Terminal"})
	require.Nil(t, s.press("y"))
	require.Contains(t, s.text(), "Not copied. Terminal.app takes no copies from programs.")
	s = in(map[string]string{"TMUX": "/tmp/tmux"})
	require.Contains(t, s.copies(), "for {")
	require.Contains(t, s.text(), "In tmux it takes: set -g set-clipboard on.")
}

func TestTheMouseCanBeLeftToTheTerminal(t *testing.T) {
	s := newScreen(t, 120, 40)
	require.Equal(t, tea.MouseModeCellMotion, s.View().MouseMode)
	s.press("m")
	require.Equal(t, tea.MouseModeNone, s.View().MouseMode)
	require.Contains(t, s.text(), "The mouse is the terminal's")
	require.True(t, s.bookmark().NoMouse)
	s.press("?", "m")
	require.Equal(t, tea.MouseModeCellMotion, s.View().MouseMode, "and on top of the panes")

	s = newScreen(t, 120, 40, func(c *Config) { c.Bookmark.NoMouse = true })
	require.Equal(t, tea.MouseModeNone, s.View().MouseMode, "it is remembered")
	require.Contains(t, s.text(), "mouse off")
}
