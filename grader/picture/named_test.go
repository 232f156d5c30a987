package picture_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
)

func TestLanesThatTheMessageNames(t *testing.T) {
	p := picture.Picture{Message: "Abort does not return, and a task waits.",
		Lanes: []picture.Lane{{Name: "a task #1"}, {Name: "Join"}, {Name: "Abort"}, {Name: "a task #2"}}}
	require.Equal(t, []int{2, 0, 3}, p.Named(), "first whose name it is")
	p.Message = "Nobody goes on."
	require.Empty(t, p.Named())
}
