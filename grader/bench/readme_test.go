package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInto(t *testing.T) {
	rep := &Report{Runs: 3, Exercises: []Exercise{{ID: "02_spawned", Figures: map[string]Figure{first: {Median: 0.25}}}}}
	once, err := rep.Into([]byte("above\n" + markBegin + "old\n" + markEnd + "below\n"))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(once), "above\n"+markBegin))
	require.True(t, strings.HasSuffix(string(once), markEnd+"below\n"))
	require.Contains(t, string(once), "| 02 |  | 0.250 |")
	require.NotContains(t, string(once), "old")
	twice, err := rep.Into(once)
	require.NoError(t, err)
	require.Equal(t, string(once), string(twice))

	_, err = rep.Into([]byte("no marks"))
	require.ErrorContains(t, err, "there is no place for figures")
}

// TestReadmeHasFigures sees that the command finds its place, and that there is a row for
// each exercise; what the figures are is a matter of the machine.
func TestReadmeHasFigures(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	require.NoError(t, err)
	_, err = (&Report{}).Into(readme)
	require.NoError(t, err)
	_, figures, _ := strings.Cut(string(readme), markBegin)
	figures, _, _ = strings.Cut(figures, markEnd)
	for _, ex := range thisCourse(t).Exercises {
		require.Equal(t, 2, strings.Count(figures, "\n| "+ex.ID[:2]+" |"), "%s has no row in both tables: workbook bench --all --readme README.md", ex.ID)
	}
}
