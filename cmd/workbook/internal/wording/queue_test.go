package wording_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// queue is a run in which Echo serves A, while B, and later C, wait.
func queue(more ...steps.Step) *picture.Picture {
	run := &steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}},
		Steps: append([]steps.Step{
			{File: "echo.go", Line: 10, Events: []report.Moment{{Kind: report.ClientDialed, Who: "A"}}},
			{File: "echo.go", Line: 25, Events: []report.Moment{{Kind: report.Accepted, Who: "A"}, {Kind: report.ClientDialed, Who: "B"}}},
		}, more...),
		End: []steps.Place{{State: steps.Waits, On: "in Read", File: "echo.go", Line: 25}},
	}
	return picture.OfRun(run)
}

func TestBecause(t *testing.T) {
	p := queue()
	last := len(p.Events) - 1
	said := map[string]string{}
	for i, l := range p.Lanes {
		said[l.Name] = wording.Because(p, i, last)
	}
	require.Equal(t, map[string]string{
		"A": "A is connected", "B": "B waits in the queue: Echo waits in Read at echo.go:25, for A", "Echo": "Echo waits in Read at echo.go:25",
	}, said)
	require.Empty(t, wording.Because(p, 1, 0), "before B dialed")

	p = queue(steps.Step{File: "echo.go", Line: 26, Events: []report.Moment{{Kind: report.ClientDialed, Who: "D"}, {Kind: report.Accepted, Who: "D"}}})
	require.Equal(t, "B waits in the queue: Echo waits in Read at echo.go:25", wording.Because(p, 1, len(p.Events)-1), "of two it is not known for whom")

	p = picture.OfCheck("x", report.Check{Events: []report.Moment{{Kind: report.ClientDialed, Who: "A"}}})
	require.Equal(t, "A waits in the queue", wording.Because(p, 0, 0), "who knows no goroutines blames none")
}
