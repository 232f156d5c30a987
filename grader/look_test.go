package grader_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
)

// What Look comes to is what Grade comes to, and it reads the rest.
func TestLook(t *testing.T) {
	g := fixture(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(right), 0o600))
	src, verdict, err := g.Look(t.Context(), grader.Submission{Exercise: "01_answer", Dir: dir}, grader.Request{})
	require.NoError(t, err)
	require.Nil(t, verdict)
	require.Len(t, src.Files, 1)
	require.Equal(t, right, string(src.Files[0].Data))

	linked := t.TempDir()
	require.NoError(t, os.Symlink(filepath.Join(dir, "answer.go"), filepath.Join(linked, "answer.go")))
	for _, sub := range []grader.Submission{
		{Exercise: "01_answer", Dir: linked},
		{Exercise: "01_answer", Missing: "There is nothing."},
		{Exercise: "99_none", Dir: dir},
		{Exercise: "01_answer", Dir: t.TempDir()},
	} {
		req := grader.Request{Submissions: []grader.Submission{sub}, Seed: 7}
		src, verdict, err := g.Look(t.Context(), sub, req)
		require.NoError(t, err)
		require.Nil(t, src)
		rep, err := g.Grade(t.Context(), req, nil)
		require.NoError(t, err)
		require.Equal(t, steady(rep.Exercises[0]), steady(*verdict))
	}
}

// steady leaves out what is another each time.
func steady(ex report.Exercise) report.Exercise {
	ex.GradedAt, ex.DurationMS = time.Time{}, 0
	for i := range ex.Stages {
		ex.Stages[i].DurationMS = 0
	}
	return ex
}
