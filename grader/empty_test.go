package grader_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// A learner whose file is empty is told how the stub comes back. Who has handed an empty
// file in has no stub.
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
}
