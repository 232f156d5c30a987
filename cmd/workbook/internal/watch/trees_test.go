package watch

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// put writes a file in one step, as nobody can say how often it is looked at meanwhile.
func put(t *testing.T, name, text string) string {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	whole := filepath.Join(t.TempDir(), "whole")
	require.NoError(t, os.WriteFile(whole, []byte(text), 0o644))
	require.NoError(t, os.Rename(whole, name))
	return name
}

func TestTrees(t *testing.T) {
	a, b, single := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b"), filepath.Join(t.TempDir(), "course.toml")
	first := put(t, filepath.Join(a, "deep", "first.go"), "1")
	put(t, single, "one")
	ctx, cancel := context.WithCancel(t.Context())
	saves := Trees(ctx, time.Millisecond, a, b, single)

	put(t, first, "22")
	require.Equal(t, []string{first}, <-saves)

	// A root that was not there, a new folder, and a file that is not Go.
	added := put(t, filepath.Join(b, "new", "lesson.md"), "text")
	require.Equal(t, []string{added}, <-saves)

	// What is no change is not told: the next that is told is another one.
	put(t, first, "22")
	put(t, filepath.Join(a, ".first.go.swp"), "an editor's")
	put(t, filepath.Join(a, "first.go~"), "an editor's")
	put(t, filepath.Join(a, ".git", "index"), "git's")
	put(t, single, "two")
	require.Equal(t, []string{single}, <-saves)

	require.NoError(t, os.RemoveAll(filepath.Join(a, "deep")))
	require.Equal(t, []string{first}, <-saves)

	cancel()
	for range saves {
	}
}
