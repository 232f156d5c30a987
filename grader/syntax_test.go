package grader

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

// Of a brace that is missing a learner is told once, and not of what the parser then makes
// of the rest.
func TestFirstOfEach(t *testing.T) {
	const where = "If nothing is wrong in this line, look at those before it."
	at := func(file string, line int, hint string) report.Problem {
		return report.Problem{File: file, Line: line, Message: "expected operand", Hint: hint}
	}
	got := firstOfEach([]report.Problem{
		at("a.go", 3, ""), at("a.go", 9, ""), at("b.go", 1, ""), at("c.go", 1, ""), at("c.go", 2, ""), at("c.go", 5, ""),
	})
	require.Equal(t, []report.Problem{
		at("a.go", 3, where+" One more message about this file may only follow from this one."),
		at("b.go", 1, where),
		at("c.go", 1, where+" 2 more messages about this file may only follow from this one."),
	}, got)
	require.Empty(t, firstOfEach(nil))
}
