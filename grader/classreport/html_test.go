package classreport_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/classreport"
)

// A class is often graded before all exercises have been handed out.
func TestExerciseThatNobodyHasHandedIn(t *testing.T) {
	class := &classreport.Class{Title: "A course", Exercises: []classreport.Exercise{
		{ID: "01_first", Title: "The first", Handed: 2, Passed: 1},
		{ID: "02_second", Title: "The second"},
	}}
	var b strings.Builder
	require.NoError(t, class.WriteHTML(&b))
	require.Contains(t, b.String(), "<h2>01_first The first</h2>\n<p>1 of 2 submissions passed.</p>")
	require.Contains(t, b.String(), "<h2>02_second The second</h2>\n<p>Nobody has handed it in.</p>")
}
