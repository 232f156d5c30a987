package course_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

func TestOnly(t *testing.T) {
	root := extract(t, "good.txtar")
	c, err := course.Load(root)
	require.NoError(t, err)
	require.Greater(t, len(c.Exercises), 1)
	last := c.Exercises[len(c.Exercises)-1]

	some, err := c.Only(last.ID, last.ID)
	require.NoError(t, err)
	require.Equal(t, []*course.Exercise{last}, some.Exercises)
	require.Len(t, some.Chapters, 1)
	require.Equal(t, []string{last.ID}, some.Chapters[0].Exercises)
	_, err = some.Exercise(c.Exercises[0].ID)
	require.True(t, errors.As(err, new(*course.NotFoundError)))
	_, err = c.Exercise(c.Exercises[0].ID)
	require.NoError(t, err, "the course itself is as it was")

	all, err := c.Only(c.Exercises[1].ID, c.Exercises[0].ID)
	require.NoError(t, err)
	require.Equal(t, c.Exercises[:2], all.Exercises, "the order is that of the course")
	_, err = c.Only("nothing")
	require.True(t, errors.As(err, new(*course.NotFoundError)))
}
