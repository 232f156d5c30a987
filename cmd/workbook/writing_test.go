package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// The exercise.toml that the help shows is one: each of its keys is known, and what it
// says of defaults is so.
func TestHelpOnExercises(t *testing.T) {
	_, text, _ := strings.Cut(exerciseTopic().Long, "with every key there is:")
	text, _, _ = strings.Cut(text, "The points of an exercise")
	text += "\n[[checks]]\nname = \"TestEcho\"\ntitle = \"It answers\"\nkind = \"outside\"\n"
	root := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	write("exercises/course.toml", "title = \"A\"\n[[chapters]]\ntitle = \"B\"\nexercises = [\"04_mine\"]\n")
	write("exercises/04_mine/lesson.md", "# Mine\n")
	write("exercises/04_mine/exercise.toml", text)
	c, err := course.Load(root)
	require.NoError(t, err)
	e := c.Exercises[0]
	require.Equal(t, course.Limits{WallSeconds: 10, MemoryMiB: 256, OutputKiB: 1024}, e.Limits)
	require.Equal(t, []string{"TestEcho"}, e.Checks[0].Needs)

	write("exercises/04_mine/exercise.toml", strings.Join(withoutTable(text, "[limits]"), "\n"))
	c, err = course.Load(root)
	require.NoError(t, err)
	require.Equal(t, e.Limits, c.Exercises[0].Limits, "they are the defaults")
}

// withoutTable are the lines of a TOML text without those of a table.
func withoutTable(text, head string) []string {
	var out []string
	in := false
	for line := range strings.SplitSeq(text, "\n") {
		if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "[") {
			in = strings.HasPrefix(trimmed, head)
		}
		if !in {
			out = append(out, line)
		}
	}
	return out
}
