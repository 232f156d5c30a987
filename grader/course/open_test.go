package course_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// Open gives what Load does, and does not look into the instructor's half.
func TestOpen(t *testing.T) {
	root := extract(t, "good.txtar")
	whole, err := course.Load(root)
	require.NoError(t, err)
	opened, err := course.Open(root)
	require.NoError(t, err)
	require.Equal(t, whole, opened)
	checked, err := opened.CheckSolutions()
	require.NoError(t, err)
	require.Equal(t, whole, checked)

	require.NoError(t, os.Remove(filepath.Join(root, "solutions", "01_echo", "echo.go")))
	opened, err = course.Open(root)
	require.NoError(t, err)
	require.Equal(t, whole, opened)
	require.True(t, opened.HasSolutions())
	checked, err = opened.CheckSolutions("05_join", "01_echo")
	require.NoError(t, err)
	_, err = checked.Exercise("01_echo")
	require.ErrorContains(t, err, "solutions/01_echo: the exercise has no reference solution")
	checked, err = opened.CheckSolutions("05_join")
	require.NoError(t, err)
	require.Empty(t, checked.Drafts, "only what was asked for is looked at")
}

// What is wrong with the course itself leaves nothing to check.
func TestCheckSolutionsOfNoCourse(t *testing.T) {
	root := extract(t, "good.txtar")
	c, err := course.Open(root)
	require.NoError(t, err)
	write(t, root, map[string]string{"exercises/course.toml": "title = \n"})
	_, err = c.CheckSolutions()
	require.ErrorAs(t, err, new(course.Problems))
	require.ErrorContains(t, err, "exercises/course.toml:1")
}

// A student release has nothing to check.
func TestCheckSolutionsOfARelease(t *testing.T) {
	root := extract(t, "good.txtar")
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions")))
	c, err := course.Open(root)
	require.NoError(t, err)
	checked, err := c.CheckSolutions()
	require.NoError(t, err)
	require.Equal(t, c, checked)
}
