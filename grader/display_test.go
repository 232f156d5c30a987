package grader

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Nothing of a report depends on where the course and the submission lie.
func TestPathsInReports(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	for dir, want := range map[string]string{
		filepath.Join(root, "exercises", "05_join"):               "exercises/05_join",
		filepath.Join(root, "solutions", "05_join", "testdata"):   "solutions/05_join/testdata",
		filepath.Join("..", "submissions", "alice", "05_join"):    "../submissions/alice/05_join",
		filepath.Join(t.TempDir(), "submissions", "alice"):        "exercises/05_join",
		filepath.Join(".", "solutions", "05_join", ".", "inside"): "solutions/05_join/inside",
	} {
		require.Equal(t, want, displayDir(root, dir, "05_join"), dir)
	}

	d := displayOf(root, filepath.Join(root, "exercises", "05_join"), "05_join")
	at := filepath.ToSlash(root)
	require.Equal(t, "exercises/05_join/task.go:3, solutions/05_join/task_test.go:7 and grader/check/run.go:9",
		d.named(at+"/solutions/05_join/task.go:3, "+at+"/solutions/05_join/task_test.go:7 and "+at+"/grader/check/run.go:9"))
}
