package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
)

// A learner whose file is empty, or gone, is told how the stub comes back. Who has handed
// such a thing in has no stub.
func TestEmptyFile(t *testing.T) {
	root := layOut(t)
	g := open(t, root)
	own := gradeIn(t, g, filepath.Join(root, "exercises", "01_answer"), "")
	require.Equal(t, report.CompileError, own.Verdict)
	require.Len(t, own.Problems, 1)
	require.Equal(t, "answer.go is empty.", own.Problems[0].Message)
	require.Equal(t, "`workbook reset 01_answer` brings the stub back.", own.Problems[0].Hint)

	handedIn := grade(t, g, "\n\n")
	require.Equal(t, "answer.go is empty.", handedIn.Problems[0].Message)
	require.Empty(t, handedIn.Problems[0].Hint)

	gone := func(dir string) report.Exercise {
		rep, err := g.Grade(t.Context(), grader.Request{Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}}, nil)
		require.NoError(t, err)
		require.Equal(t, report.Refused, rep.Exercises[0].Verdict)
		return rep.Exercises[0]
	}
	dir := filepath.Join(root, "exercises", "01_answer")
	require.NoError(t, os.Remove(filepath.Join(dir, "answer.go")))
	require.Equal(t, "Put the exercise's .go files there. `workbook reset 01_answer` brings the stub back.", gone(dir).Problems[0].Hint)
	require.Equal(t, "Put the exercise's .go files there.", gone(t.TempDir()).Problems[0].Hint)
}
