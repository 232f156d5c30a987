package wording_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/wording"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// What waits for ever is not said to do so to the end, too.
func TestForEverIsSaidOnce(t *testing.T) {
	said := func(on string) (told, fate string) {
		p := picture.OfRun(&steps.Run{
			Verdict: report.Fail, Goroutines: []steps.Goroutine{{Name: "Run", By: -1}},
			Steps: []steps.Step{{File: "run.go", Line: 5}},
			End:   []steps.Place{{State: steps.Waits, On: on, File: "run.go", Line: 6}},
		})
		return wording.Told(p, len(p.Events)-1), wording.Fate(p, 0)
	}
	told, fate := said("in an empty select, for ever")
	require.Equal(t, "Run waits in an empty select, for ever at run.go:6", told)
	require.Equal(t, "waits in an empty select, for ever at run.go:6", fate)
	told, fate = said("in a select")
	require.Equal(t, "Run waits in a select at run.go:6, to the end", told)
	require.Equal(t, "waits in a select at run.go:6, to the end", fate)
}

func TestListenerIsClosed(t *testing.T) {
	require.Equal(t, "the listener is closed", wording.Moment(report.Moment{Kind: report.Closed, Who: "the listener", Note: "listener closed"}))
	require.Equal(t, "A: closed by the server", wording.Moment(report.Moment{Kind: report.Closed, Who: "A", Note: "closed by the server"}))
}
