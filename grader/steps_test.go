package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/steps"
)

// stepsOf records a source for the small course.
func stepsOf(t *testing.T, g *grader.Grader, source, check string, schedule uint64) (*steps.Run, error) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(source), 0o600))
	return g.Steps(t.Context(), grader.Submission{Exercise: "01_answer", Dir: dir}, check, schedule)
}

func TestX(t *testing.T) {
	g := fixture(t)
	run, err := stepsOf(t, g, lucky["a lost update"].source, "", 0)
	require.NoError(t, err)
	t.Logf("%+v", run)
}
