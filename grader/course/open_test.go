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
	require.NoError(t, opened.CheckSolutions())

	require.NoError(t, os.Remove(filepath.Join(root, "solutions", "01_echo", "echo.go")))
	opened, err = course.Open(root)
	require.NoError(t, err)
	require.True(t, opened.HasSolutions())
	require.ErrorContains(t, opened.CheckSolutions(), "solutions/01_echo: the exercise has no reference solution")
	require.Error(t, opened.CheckSolutions("05_join", "01_echo"))
	require.NoError(t, opened.CheckSolutions("05_join"), "only what was asked for is looked at")
	_, err = course.Load(root)
	require.Equal(t, opened.CheckSolutions(), err)
}

// What is wrong with the learner's half is wrong with all of it.
func TestOpenIsStrict(t *testing.T) {
	root := extract(t, "good.txtar")
	require.NoError(t, os.Remove(filepath.Join(root, "exercises", "01_echo", "lesson.md")))
	_, err := course.Open(root)
	require.ErrorContains(t, err, "exercises/01_echo/lesson.md: the lesson is missing")
}

// A student release has nothing to check.
func TestCheckSolutionsOfARelease(t *testing.T) {
	root := extract(t, "good.txtar")
	require.NoError(t, os.RemoveAll(filepath.Join(root, "solutions")))
	c, err := course.Open(root)
	require.NoError(t, err)
	require.NoError(t, c.CheckSolutions())
}
