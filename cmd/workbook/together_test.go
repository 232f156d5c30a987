package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/progress"
	"workbook/grader/course/coursetest"
	"workbook/grader/longtest"
)

// TestGradeTogether grades in one tree with several programs at once. Each comes
// to its verdict, and progress keeps them all.
func TestGradeTogether(t *testing.T) {
	longtest.Skip(t, "it builds a course")
	root, temp := smallCourse(t), t.TempDir()
	ids := []string{"01_hello", "02_sum", "01_hello", "02_sum"}
	for _, id := range ids {
		answer(t, filepath.Join(root, "exercises", id), filepath.Join(root, "solutions", id))
	}
	results := make([]ended, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			results[i] = workbook(t, root, []string{"TMPDIR=" + temp, "TMP=" + temp}, "grade", id, "--race", "off")
		})
	}
	wg.Wait()
	for _, r := range results {
		require.Equal(t, exitOK, r.code, r.output)
		require.NotContains(t, r.output, "note:")
	}
	store, err := progress.Open(root)
	require.NoError(t, err)
	require.Empty(t, store.Notice())
	for _, id := range ids {
		require.Equal(t, progress.Passed, store.State(id))
		e := store.Entry(id)
		require.Len(t, e.History, e.Attempts)
		require.LessOrEqual(t, e.Attempts, 2, "two, or one where both graded the same at the same time")
	}
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left)
}

// smallCourse is the one of testdata, with its hidden tests.
func smallCourse(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.CopyFS(root, os.DirFS(filepath.Join("testdata", "course"))))
	require.NoError(t, copyTree(root, "testdata", "solutions"))
	require.NoError(t, coursetest.WriteModule(root))
	require.NoError(t, coursetest.Age(root))
	return root
}

// learnersCourse is the real course with answers in it that pass, fail, and go on
// for ever.
func learnersCourse(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	real, err := filepath.Abs(filepath.Join("..", ".."))
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(real, "solutions")); err != nil {
		t.Skip("this copy of the course has no hidden tests")
	}
	require.NoError(t, coursetest.CopyReal(root))
	for id, from := range map[string]string{
		"01_sequential": "solutions/01_sequential",
		"03_echoes":     "solutions/03_echoes",
	} {
		answer(t, filepath.Join(root, "exercises", id), filepath.Join(root, from))
	}
	require.NoError(t, coursetest.Age(root))
	endless := "package spawned\n\nimport \"net\"\n\nfunc Echo(ln net.Listener) error {\n\tfor {\n\t}\n}\n"
	require.NoError(t, os.WriteFile(filepath.Join(root, "exercises", "02_spawned", "echo.go"), []byte(endless), 0o600))
	return root
}

// answer replaces a learner's Go files by those of the folder from.
func answer(t *testing.T, dir, from string) {
	t.Helper()
	for _, d := range []string{dir, from} {
		files, err := filepath.Glob(filepath.Join(d, "*.go"))
		require.NoError(t, err)
		for _, f := range files {
			switch {
			case d == dir:
				require.NoError(t, os.Remove(f))
			case !strings.HasSuffix(f, "_test.go"):
				require.NoError(t, copyTree(dir, from, filepath.Base(f)))
			}
		}
	}
}

// ended is how a run of the program ended.
type ended struct {
	code   int
	output string // both streams
}

func workbook(t *testing.T, dir string, env []string, args ...string) ended {
	t.Helper()
	exe, err := exec.LookPath("workbook") // TestMain put it there
	require.NoError(t, err)
	cmd := exec.Command(exe, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, _ := cmd.CombinedOutput()
	return ended{cmd.ProcessState.ExitCode(), string(out)}
}
