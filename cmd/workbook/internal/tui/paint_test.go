package tui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/lesson"
)

// wide is a contract that fits no pane beside the outline.
const wide = "func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T]"

func TestWideCodeIsShownWhole(t *testing.T) {
	for _, width := range []int{120, 80, 60} {
		s := newScreen(t, width, 40)
		s.send(lessonsMsg{lessons: map[string]lesson.Lesson{
			s.work.Current.ID: lesson.Parse([]byte("# The task\n\n```go\n" + wide + "\n```\n")),
		}})
		require.Equal(t, wide, joined(s.text(), "func Spawn", "*Handle[T]"), "at %d columns:\n%s", width, s.text())
		s.exact()
	}
}

func TestCodeInHintsIsShownWhole(t *testing.T) {
	s := newScreen(t, 60, 60)
	s.work.Current.Hints = []string{"Who waits?", "The `Accept` loop.", "A shape:\n\n\t" + wide + "\n\t\t... // the rest"}
	s.press("h", "h", "h", "H")
	require.Contains(t, s.text(), "The Accept loop.", "marks are styles")
	require.Equal(t, wide, joined(s.text(), "func Spawn", "*Handle[T]"), s.text())
	require.Contains(t, s.text(), "    ... // the rest")
	s.exact()
}

// joined is what stands on the screen from a text to another, without what folding
// has put between.
func joined(screen, from, to string) string {
	_, rest, _ := strings.Cut(screen, from)
	rest, _, _ = strings.Cut(rest, to)
	var out []string
	for _, line := range strings.Split(from+rest+to, "\n") {
		if i := strings.LastIndex(line, glyphBar); i >= 0 {
			line = line[i+len(glyphBar):] // the outline
		}
		out = append(out, strings.TrimPrefix(strings.TrimSpace(line), "↳ "))
	}
	return strings.Join(out, " ")
}
