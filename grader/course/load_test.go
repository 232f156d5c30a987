package course_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/report"
)

// extract writes the files of an archive to a new folder.
func extract(t testing.TB, archive string) string {
	t.Helper()
	root := t.TempDir()
	a, err := txtar.ParseFile(filepath.Join("testdata", archive))
	require.NoError(t, err)
	for _, f := range a.Files {
		path := filepath.Join(root, filepath.FromSlash(f.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, f.Data, 0o644))
	}
	return root
}

func TestLoad(t *testing.T) {
	root := extract(t, "good.txtar")
	c, err := course.Load(root)
	require.NoError(t, err)
	require.Equal(t, root, c.Root)
	require.Equal(t, "Small", c.Title)
	require.Equal(t, []course.Chapter{
		{Title: "Servers", Exercises: []string{"01_echo"}},
		{Title: "Tasks", Exercises: []string{"05_join", "06_join_all"}},
	}, c.Chapters)
	require.Len(t, c.Exercises, 3)
	require.Equal(t, &course.Exercise{
		ID: "01_echo", Title: "Echo", Summary: "Send every byte back.", Package: "echo",
		Task:  "Write Echo so that a client gets its bytes back, e.g. at once.",
		Files: []string{"echo.go"},
		Hints: []string{"What comes?", "What goes?", "A shape:\n\tio.Copy"},
		Checks: []course.Check{
			{Name: "TestEcho", Title: "Bytes come back", Points: 10, Required: true, Kind: report.Inside},
			{Name: "TestClose", Title: "The connection is closed", Points: 5, Kind: report.Inside, Needs: []string{"TestEcho"}},
			{Name: "TestTCP", Title: "It works over TCP", Required: true, Kind: report.Outside, Needs: []string{"TestEcho", "TestClose"}},
		},
		Imports: []string{"runtime", "runtime/debug"},
		Limits:  course.Limits{WallSeconds: 20, MemoryMiB: 256, OutputKiB: 1024},
		Demo:    "echo",
	}, c.Exercises[0])
	require.Equal(t, 15, c.Exercises[0].Points())
	require.Equal(t, course.Limits{WallSeconds: 10, MemoryMiB: 256, OutputKiB: 1024}, c.Exercises[1].Limits)
	require.True(t, c.HasSolutions())
	require.NoError(t, c.CheckStubs())

	check, ok := c.Exercises[0].Check("TestTCP")
	require.True(t, ok)
	require.Equal(t, report.Outside, check.Kind)
	_, ok = c.Exercises[0].Check("TestUDP")
	require.False(t, ok)
}

func TestLoadWithoutSolutions(t *testing.T) {
	root := extract(t, "good.txtar")
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions")))
	c, err := course.Load(root)
	require.NoError(t, err)
	require.False(t, c.HasSolutions())
	variants, err := c.SolutionVariants("01_echo")
	require.NoError(t, err)
	require.Empty(t, variants)
}

// A student may have a folder of that name, in which nothing is that a course has there.
func TestLoadReleaseWithOwnSolutions(t *testing.T) {
	root := extract(t, "good.txtar")
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions")))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "solutions", "01_echo"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, "solutions", "01_echo", "mine.go"), []byte("package mine\n"), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(root, course.ReleaseFile), []byte("{}\n"), 0o644))
	c, err := course.Load(root)
	require.NoError(t, err)
	c, err = c.CheckSolutions()
	require.NoError(t, err)
	require.False(t, c.HasSolutions())
	require.Empty(t, c.Drafts)
	require.Len(t, c.Exercises, 3)
}

// Whatever a learner does to the files they edit, the course loads.
func TestLoadWhateverTheLearnerDid(t *testing.T) {
	const file = "exercises/01_echo/echo.go"
	for name, damage := range map[string]func(path string) error{
		"empty":           func(path string) error { return os.WriteFile(path, nil, 0o644) },
		"half typed":      func(path string) error { return os.WriteFile(path, []byte("package echo\nfunc {"), 0o644) },
		"another package": func(path string) error { return os.WriteFile(path, []byte("package main\n"), 0o644) },
		"gone":            os.Remove,
	} {
		t.Run(name, func(t *testing.T) {
			root := extract(t, "good.txtar")
			require.NoError(t, damage(filepath.Join(root, filepath.FromSlash(file))))
			c, err := course.Load(root)
			require.NoError(t, err)
			var problems course.Problems
			require.ErrorAs(t, c.CheckStubs(), &problems)
			require.Len(t, problems, 1)
			require.Equal(t, file, problems[0].File)
		})
	}
}

func TestTenMistakesAtOnce(t *testing.T) {
	root := extract(t, "ten_mistakes.txtar")
	want, err := os.ReadFile(filepath.Join(root, "want"))
	require.NoError(t, err)
	_, err = course.Load(root)
	var problems course.Problems
	require.ErrorAs(t, err, &problems)
	require.Equal(t, strings.TrimSpace(string(want)), problems.Error())
	require.Len(t, problems, 10)
}

func TestLoadNothing(t *testing.T) {
	_, err := course.Load(t.TempDir())
	require.EqualError(t, err, "exercises/course.toml: the file is missing; bring it back with `git checkout -- exercises/course.toml`, or create it")
}
