package picture_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// A check tells that a call panicked, and not where: that is where the goroutine had come to.
func TestPanicsHaveAPlace(t *testing.T) {
	ready := func(g, line int) steps.Place {
		return steps.Place{Goroutine: g, State: steps.Ready, File: "run.go", Line: line}
	}
	p := picture.OfRun(&steps.Run{
		Verdict:    report.Fail,
		Goroutines: []steps.Goroutine{{Name: "Run", By: -1}, {Name: "work", By: 0}},
		Steps: []steps.Step{
			{Goroutine: 0, File: "run.go", Line: 11, Changed: []steps.Place{ready(0, 11)}, Events: []report.Moment{moment(report.Spawned, "Run", "")}},
			{Goroutine: 1, File: "run.go", Line: 8, Changed: []steps.Place{ready(1, 8)}, Events: []report.Moment{moment(report.Panicked, "Run", "a nil")}},
		},
	})
	at := slices.IndexFunc(p.Events, func(e picture.Event) bool { return e.Kind == picture.Breaks })
	require.GreaterOrEqual(t, at, 0)
	require.Equal(t, "Run", p.Lanes[p.Events[at].Lane].Name)
	require.Equal(t, "run.go", p.Events[at].File)
	require.Equal(t, 11, p.Events[at].Line)
}
