package tui

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// Who has broken an exercise by an edit finds it, and what is wrong, where it was: at the
// end of the outline, to which the cursor leads on a small screen.
func TestOutlineShowsDrafts(t *testing.T) {
	drafts := func(c *Config) {
		broken := *c.Course
		broken.Drafts = []course.Draft{{ID: "03_echoes", Problems: course.Problems{
			{File: "exercises/03_echoes/exercise.toml", Line: 146, Message: `unknown key "wrong"`, Fix: "remove it"},
		}}}
		c.Course = &broken
	}
	for _, size := range [][2]int{{120, 40}, {60, 15}} {
		s := newScreen(t, size[0], size[1], drafts)
		s.press("tab", "tab")
		for range s.work.Exercises() {
			s.press("down")
		}
		for _, want := range []string{"Drafts", "03_echoes draft", "exercise.toml:146", "remove it"} {
			require.Contains(t, s.text(), want, "%v", size)
		}
	}
	require.NotContains(t, newScreen(t, 120, 40).text(), "Drafts")
}
