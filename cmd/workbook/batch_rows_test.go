package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/handin"
	"workbook/grader/course"
)

// Students of the same name stay two, and neither is taken for somebody whose name is what
// tells them apart.
func TestRowsOfTheSameName(t *testing.T) {
	var paths []string
	for _, names := range [][]string{{"Ada", "Ada (2)"}, {"Ada"}, {"Ada (2)"}} {
		dir := t.TempDir()
		for _, name := range names {
			work := filepath.Join(dir, name, "01_hello")
			require.NoError(t, os.MkdirAll(work, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(work, "a.go"), []byte("package a\n"), 0o644))
		}
		paths = append(paths, dir)
	}
	c := &course.Course{Exercises: []*course.Exercise{{ID: "01_hello"}}}
	rows, students, err := (&session{}).classRows(t.Context(), paths, c, c.Exercises, nil)
	require.NoError(t, err)
	require.Equal(t, 4, students)
	by := map[string]string{}
	for _, row := range rows {
		by[row.Student] = row.Dir
	}
	require.Len(t, by, 4)
	require.Equal(t, filepath.Join(paths[0], "Ada (2)", "01_hello"), by["Ada (2)"])
}

// Of what one student has handed in only that is missing which cannot be read, and its row
// says why.
func TestRowsOfWhatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"01_hello", "02_sum"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, id), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, id, "a.go"), []byte("package a\n"), 0o644))
	}
	locked := filepath.Join(dir, "02_sum")
	require.NoError(t, os.Chmod(locked, 0))
	t.Cleanup(func() { _ = os.Chmod(locked, 0o700) })
	if _, err := os.ReadDir(locked); err == nil {
		t.Skip("this user may read everything")
	}
	c := &course.Course{Exercises: []*course.Exercise{{ID: "01_hello"}, {ID: "02_sum"}}}
	rows := studentRows(t.Context(), handin.Student{Name: "Ada", Path: dir}, c, c.Exercises, nil)
	require.Len(t, rows, 2)
	require.Equal(t, filepath.Join(dir, "01_hello"), rows[0].Dir)
	require.Empty(t, rows[0].Missing)
	require.Empty(t, rows[1].Dir)
	require.Contains(t, rows[1].Missing, locked+" cannot be read: permission denied")
}
