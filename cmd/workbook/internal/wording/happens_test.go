package wording

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
	"workbook/grader/steps"
)

// Nobody gets an error before being started.
func TestStartedFirst(t *testing.T) {
	run := &steps.Run{Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}}}
	s := steps.Step{
		Events: []report.Moment{{Kind: report.Spawned, Who: "Echo"}, {Kind: report.ClientDialed, Who: "A"}},
		Deeds:  []steps.Deed{{Kind: steps.TaskNotes, Text: "gets the error \"no\""}, {Goroutine: 7}},
	}
	require.Equal(t, []string{"Echo is started", "Echo gets the error \"no\"", "A dials"}, Seen(run, s))
	s.Events = s.Events[1:]
	require.Equal(t, []string{"Echo gets the error \"no\"", "A dials"}, Seen(run, s))
}

// Whom the check starts once a task has begun is started after that.
func TestStartedAfterTheTask(t *testing.T) {
	run := &steps.Run{Goroutines: []steps.Goroutine{{Name: "the task", By: -1}}}
	require.Equal(t, []string{"the task begins its work", "joiner is started"}, Seen(run, steps.Step{
		Events: []report.Moment{{Kind: report.Spawned, Who: "joiner"}},
		Deeds:  []steps.Deed{{Kind: steps.TaskBegins, Text: "the task"}},
	}))
}
