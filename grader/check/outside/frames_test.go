package outside

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/check/internal/kit"
	"workbook/grader/internal/trace"
)

// What a goroutine of a subject program does is told by functions of the kit.
func TestFramesOfASubject(t *testing.T) {
	require.Equal(t, "workbook/grader/check/subject.Serve", kit.Serve)
	for function, want := range map[string]bool{
		"workbook/grader/check/subject.(*program).obey": true,
		"workbook/grader/check/subject.(*program).dump": true,
		"workbook/grader/check/subject.Serve":           false,
		"workbook/grader/check.(*outsideClock).sleep":   false,
		"main.main.func1": false,
	} {
		require.Equal(t, want, ofSubject(trace.Frame{Func: function}), function)
	}
}
