package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/bookmark"
	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course"
	"workbook/grader/report"
)

func TestLeaving(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	c, err := course.Load(root)
	require.NoError(t, err)
	store, err := progress.Open(root)
	require.NoError(t, err)
	d := &desk{c, store}
	says := func(b bookmark.Bookmark, want string) {
		t.Helper()
		out, err := os.CreateTemp(t.TempDir(), "out")
		require.NoError(t, err)
		defer out.Close()
		s := &session{out: newScreen(out)}
		s.leave(d, b)
		got, err := os.ReadFile(out.Name())
		require.NoError(t, err)
		require.Equal(t, want+"\n", string(got))
	}
	says(bookmark.Bookmark{Exercise: "01_hello"}, "0 of 2 passed; next: 01 Say hello.")
	says(bookmark.Bookmark{Exercise: "02_sum", Page: 1}, "0 of 2 passed; next: 02 Add numbers, page 2.")
	require.NoError(t, store.Record("01_hello", progress.Attempt{Verdict: report.Pass}))
	says(bookmark.Bookmark{Exercise: "01_hello"}, "1 of 2 passed; next: 02 Add numbers. You were in 01.")
	says(bookmark.Bookmark{Exercise: "09_gone"}, "1 of 2 passed; next: 02 Add numbers.")
	require.NoError(t, store.Record("02_sum", progress.Attempt{Verdict: report.Pass}))
	says(bookmark.Bookmark{Exercise: "02_sum"}, "2 of 2 passed, which is the whole course.")
}
