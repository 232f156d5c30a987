package study

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestVisiblePassed(t *testing.T) {
	passed := report.Check{Verdict: report.Pass}
	failed := report.Check{Verdict: report.Fail}
	hidden := report.Check{Verdict: report.NotRun, Withheld: true}
	for _, tt := range []struct {
		checks []report.Check
		want   bool
	}{
		{[]report.Check{passed, hidden}, true},
		{[]report.Check{passed}, false},
		{[]report.Check{hidden}, false},
		{[]report.Check{failed, hidden}, false},
		{[]report.Check{passed, {Verdict: report.NotRun}, hidden}, false},
	} {
		r := &Run{Result: &report.Exercise{Checks: tt.checks}}
		require.Equal(t, tt.want, r.VisiblePassed(), "%v", tt.checks)
	}
	require.False(t, (*Run)(nil).VisiblePassed())
}
