package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/lesson"
)

// newReader shows a lesson of three pages: a long one, the task, and a short one.
func newReader(t *testing.T, width, height int) *screen {
	s := newScreen(t, width, height)
	long := "# The idea\n\n- line\n" + strings.Repeat("- line\n", 3*height/2)
	s.send(lessonsMsg{lessons: map[string]lesson.Lesson{
		s.work.Current.ID: lesson.Parse([]byte(long + "---\n# The task\n\nWrite it.\n\n---\n# If you come from Rust\n\nGood.\n")),
	}})
	return s
}

func TestSpaceReadsOnToTheTask(t *testing.T) {
	for _, height := range []int{40, 24, 20} {
		s := newReader(t, 80, height)
		require.Contains(t, s.text(), "more below · page 1 of 3")
		for s.lesson.reading().page == 0 {
			before := s.lesson.reading().scroll.port.YOffset()
			s.press("space")
			after := s.lesson.reading().scroll.port.YOffset()
			require.True(t, after > before || s.lesson.reading().page == 1, "it scrolls, and then turns the page")
		}
		require.Contains(t, s.text(), "Write it.")
		s.press("space")
		require.Contains(t, s.text(), "page 3 of 3 ████████████")
		s.press("space")
		require.Contains(t, s.text(), "Write it.")
		require.Contains(t, s.text(), "That was the lesson, and this is its task.")
		s.press("space")
		require.Contains(t, s.text(), "Write it.", "and there it stays")
		require.Contains(t, s.text(), "Press e to open your file")

		s.press("b")
		require.Contains(t, s.text(), "end · page 1 of 3", "back to where the page before ends")
		for range 5 {
			s.press("b")
		}
		require.Contains(t, s.text(), "This is where the lesson begins.")
		require.Zero(t, s.lesson.reading().scroll.port.YOffset())
	}
}

// The page to go to is the one that says what to do, whatever its heading is in the
// language of the lesson, and the first of them where there are two.
func TestReadingOnFindsTheTask(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	written := file("lesson.md", "# Idea\n---\n# The task: serving\n---\n# The task: the end\n---\n# Rust\n")
	for _, paths := range [][]string{
		{written},
		{file("lesson.de.md", "# Idee\n---\n# Die Aufgabe: bedienen\n"), written},
	} {
		l, err := lesson.Load(paths...)
		require.NoError(t, err)
		require.Equal(t, 1, l.Task())
	}
	require.Equal(t, 1, lesson.Parse([]byte("# One\n---\n# Two\n")).Task(), "else it is the last page")
}

func TestLessonHasTheWholeHeightUntilSomethingIsGraded(t *testing.T) {
	s := newReader(t, 120, 40)
	whole := s.lesson.room.height
	require.NotContains(t, s.text(), "Verdict")
	s.press("tab")
	require.Contains(t, s.text(), "Not graded yet.", "it is one tab away")
	s.press("tab", "tab")
	require.Equal(t, whole, s.lesson.room.height)
	s.save("a")
	require.Less(t, s.lesson.room.height, whole)
	require.Contains(t, s.text(), "Grading")
}

func TestZoom(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.press("z")
	require.NotContains(t, s.text(), "Outline")
	require.Equal(t, 120, s.lesson.room.width)
	s.exact()
	s.press("tab")
	require.Contains(t, s.text(), "Verdict on 02", "whatever has the focus")
	require.NotContains(t, s.text(), glyphBar)
	s.press("z")
	require.Contains(t, s.text(), "Outline")
}

func TestSideBySideOnAVastScreen(t *testing.T) {
	s := newScreen(t, 200, 60)
	s.grade(fake.Failing(s.work.Current))
	require.Regexp(t, `Outline .*02 A goroutine per client .*Verdict`, s.text())
	s.exact()
}
