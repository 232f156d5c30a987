package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// What is wrong in the instructor's half is a notice of the screens, unless nothing is left
// that can be graded.
func TestScreensBecomeReady(t *testing.T) {
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, os.CopyFS(filepath.Join(root, "solutions"), os.DirFS(filepath.Join("testdata", "solutions"))))
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module workbook\n\ngo 1.26\n"), 0o600))
	c, err := course.Open(root)
	require.NoError(t, err)
	store, err := progress.Open(root)
	require.NoError(t, err)
	ready := func() (*lateGrader, string, error) {
		g, ready := (&desk{c, store}).late(newScreenGrader)
		t.Cleanup(func() { g.Close() })
		notice, err := ready(t.Context())
		return g, notice, err
	}
	_, notice, err := ready()
	require.NoError(t, err)
	require.Empty(t, notice)

	require.NoError(t, os.Remove(filepath.Join(root, "solutions", "01_hello", "hello.go")))
	g, notice, err := ready()
	require.NoError(t, err)
	require.Contains(t, notice, "01_hello is a draft and cannot be graded")
	require.Contains(t, notice, "grade 01_hello` says what is to be mended")
	rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{{Exercise: "01_hello"}}}, nil)
	require.NoError(t, err)
	require.Equal(t, report.GraderError, rep.Exercises[0].Verdict, "it is not held against the learner")
	require.Contains(t, rep.Exercises[0].Message, "01_hello is a draft, and cannot be used before this is mended:\nsolutions/01_hello: ")

	require.NoError(t, os.Remove(filepath.Join(root, "solutions", "02_sum", "sum.go")))
	_, _, err = ready()
	var told *failure
	require.ErrorAs(t, err, &told)
	require.Equal(t, exitUsage, told.Code)
	require.ErrorContains(t, err, "the course has a draft, so not all of it can be graded: 01_hello, 02_sum")
}
