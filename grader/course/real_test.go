package course_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

// The course that this module is for has nothing wrong with it.
func TestThisCourse(t *testing.T) {
	root, err := course.Find(".")
	require.NoError(t, err)
	c, err := course.Load(root)
	if err != nil {
		t.Fatalf("the course is broken:\n%v", err)
	}
	require.NotEmpty(t, c.Exercises)

	for _, e := range c.Exercises {
		for _, tag := range e.Languages {
			in, err := c.In(first(tag.String()))
			require.NoError(t, err, "translation to %s", tag)
			require.NotEqual(t, c.LessonPaths(e.ID), in.LessonPaths(e.ID), "lesson of %s in %s", e.ID, tag)
		}
	}
}
