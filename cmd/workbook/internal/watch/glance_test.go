package watch

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A glance is the same as long as nothing has changed that counts, and is not relied on
// while a change could look the same.
func TestGlance(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	long := time.Now().Add(-time.Hour)
	write := func(text string, at time.Time) {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		require.NoError(t, os.Chtimes(name, at, at))
	}
	write("package a", long)
	first := glanceAt(dir, time.Now())
	require.True(t, first.old)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o600))
	require.Equal(t, first, glanceAt(dir, time.Now()), "it does not count")

	write("package b", long.Add(time.Millisecond))
	require.NotEqual(t, first, glanceAt(dir, time.Now()), "another time")
	write("package ab", long)
	require.NotEqual(t, first, glanceAt(dir, time.Now()), "another size")
	write("package a", time.Now())
	require.False(t, glanceAt(dir, time.Now()).old, "the next change may have the same time")
	write("package a", time.Now().Add(time.Hour))
	require.False(t, glanceAt(dir, time.Now()).old, "a clock that is ahead")
	require.NoError(t, os.Remove(name))
	require.NotEqual(t, first, glanceAt(dir, time.Now()))
	require.False(t, glanceAt(filepath.Join(dir, "gone"), time.Now()).old)
}

// Where a listener is told nothing, a look at the folder finds the change all the same.
func TestChangesThatNobodyTells(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	long := time.Now().Add(-time.Hour)
	require.NoError(t, os.WriteFile(name, []byte("package a"), 0o600))
	require.NoError(t, os.Chtimes(name, long, long))
	hashed := 0
	l := &loop{w: New(Options{}), dir: dir, listener: &listener{}, quiet: time.NewTimer(time.Hour)}
	l.w.hash = func(dir string) (string, error) { hashed++; return Hash(dir) }
	l.watched, _ = os.Stat(dir)
	for range 3 {
		l.poll()
	}
	require.Equal(t, 1, hashed, "nothing has changed since the first look")
	seen := l.seen
	require.NoError(t, os.WriteFile(name, []byte("package b"), 0o600))
	l.poll()
	require.Equal(t, 2, hashed)
	require.NotEqual(t, seen, l.seen)
}
