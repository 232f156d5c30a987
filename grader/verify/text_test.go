package verify

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
)

func TestColumnsOfCode(t *testing.T) {
	wide := strings.Repeat("é", 73)
	l := &look{Verifier: &Verifier{}, ex: &course.Exercise{ID: "01_answer"}}
	l.code("lesson.md", strings.Join([]string{
		wide + " is prose", "", "```go", "// snippet: given " + wide, wide[:144], "\t" + wide[:138], "```", "",
		"> ```text", "> " + wide, "> ```", "", wide, "",
	}, "\n"))
	var got []string
	for _, p := range l.out.Problems {
		got = append(got, p.Message)
	}
	require.Equal(t, []string{"The line of code is 73 columns wide.", "The line of code is 75 columns wide."}, got)
	require.Equal(t, 6, l.out.Problems[0].Line)
}
