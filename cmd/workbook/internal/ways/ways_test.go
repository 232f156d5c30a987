package ways_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/ways"
	"workbook/grader/course"
)

// solved is a course whose first exercise was solved by the learner, by the reference, and
// in two more ways, of which comparison.toml names one.
func solved(t *testing.T) (*course.Course, *course.Exercise) {
	t.Helper()
	c := fake.NewCourse(t)
	e := c.Exercises[0]
	write := func(text string, path ...string) {
		fake.WriteFile(t, filepath.Join(append([]string{c.Root}, path...)...), text)
	}
	body := func(says, code string) string {
		return "// Package echo " + says + "\npackage echo\n\nfunc Echo() error {\n\t" + code + "\n}\n"
	}
	write(body("is mine.", "return errMine"), "exercises", e.ID, "echo.go")
	write("package echo_test\n", "exercises", e.ID, "echo_test.go")
	write("not Go", "exercises", e.ID, "notes.txt")
	write(body("keeps one loop.", "return nil"), "solutions", e.ID, "testdata", "right", "one_loop", "echo.go")
	write(body("is not shown.", "return nil"), "solutions", e.ID, "testdata", "right", "plain", "echo.go")
	write("reference = \"It returns nil.\"\nstyles = [\"one_loop\"]\n", "solutions", e.ID, "comparison.toml")
	return c, e
}

func TestRead(t *testing.T) {
	c, e := solved(t)
	all, err := ways.Read(c, e)
	require.NoError(t, err)
	require.Len(t, all, 2, "the reference, and the one that comparison.toml names")

	reference, style := all[0], all[1]
	require.Equal(t, "reference", reference.Title())
	require.Equal(t, "It returns nil.", reference.Says)
	require.Equal(t, "solutions/01_sequential", reference.Place)
	require.Equal(t, "one loop", style.Title())
	require.Equal(t, "Keeps one loop.", style.Says)
	require.Equal(t, "solutions/01_sequential/testdata/right/one_loop", style.Place)

	require.Len(t, style.Files, 1, "no tests, and nothing but Go")
	require.Equal(t, "solutions/01_sequential/testdata/right/one_loop/echo.go", style.Files[0].Name)
	require.Contains(t, style.Files[0].Text, "return nil")
}

func TestComparisonHasBothSides(t *testing.T) {
	c, e := solved(t)
	all, err := ways.Read(c, e)
	require.NoError(t, err)
	var shown []string
	for _, line := range all[1].Lines(100) {
		shown = append(shown, line.String())
	}
	text := strings.Join(shown, "\n")
	for _, want := range []string{"yours", "one loop", "return errMine", "return nil"} {
		require.Contains(t, text, want)
	}
	spoken := strings.Join(all[0].Spoken(), "\n")
	require.Contains(t, spoken, "In yours, 1 line:\n      return errMine")
	require.Contains(t, spoken, "In the reference, 1 line:\n      return nil")
	require.Contains(t, strings.Join(all[1].Spoken(), "\n"), "In one loop, 1 line:")
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for _, tc := range []struct {
		name  string
		spoil func(t *testing.T, c *course.Course, e *course.Exercise)
		want  string
	}{
		{"a student's copy", func(t *testing.T, c *course.Course, _ *course.Exercise) {
			require.NoError(t, os.RemoveAll(filepath.Join(c.Root, "solutions")))
		}, "this copy of the course has no solutions: there is no folder"},
		{"the learner's folder is gone", func(t *testing.T, c *course.Course, e *course.Exercise) {
			require.NoError(t, os.RemoveAll(c.ExerciseDir(e.ID)))
		}, "reading your files: "},
		{"the reference is gone", func(t *testing.T, c *course.Course, e *course.Exercise) {
			require.NoError(t, os.Remove(filepath.Join(c.SolutionDir(e.ID), "echo.go")))
		}, "there is no reference for 01_sequential: solutions/01_sequential has no Go file"},
		{"a style that is not there", func(t *testing.T, c *course.Course, e *course.Exercise) {
			fake.WriteFile(t, filepath.Join(c.SolutionDir(e.ID), "comparison.toml"), "styles = [\"two_loops\"]\n")
		}, "the comparison of 01_sequential cannot be used: "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, e := solved(t)
			tc.spoil(t, c, e)
			_, err := ways.Read(c, e)
			require.ErrorContains(t, err, tc.want)
		})
	}
	c, e := solved(t)
	require.NoError(t, os.RemoveAll(filepath.Join(c.Root, "solutions")))
	_, err := ways.Read(c, e)
	require.ErrorIs(t, err, ways.ErrNoSolutions)
}

// A file that is larger than any solution is not read.
func TestLargeFilesAreLeftOut(t *testing.T) {
	c, e := solved(t)
	fake.WriteFile(t, filepath.Join(c.ExerciseDir(e.ID), "huge.go"), "package echo\n\n//"+strings.Repeat("x", 2<<20)+"\n")
	all, err := ways.Read(c, e)
	require.NoError(t, err)
	for _, p := range all[0].Parts {
		require.NotContains(t, strings.Join(p.Mine, "\n"), "xxxx")
	}
}
