package picture_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/steps"
)

const served = `package x

func Echo() {
	defer runtime.UnlockOSThread()
	runtime.LockOSThread()
	serve()
}

func serve() {
	for {
		<-never
	}
}
`

// What the submission asks of the runtime, and what it calls that it was given, are events of
// the goroutine that does so; a deferred call is one where it is made.
func TestWhatAGoroutineCalls(t *testing.T) {
	at := func(line int, deeds ...steps.Deed) steps.Step {
		return steps.Step{File: "echo.go", Line: line, Column: 2, Deeds: deeds}
	}
	run := &steps.Run{
		Sources:    []steps.Source{{Name: "echo.go", Text: served}},
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}},
		Steps: []steps.Step{
			at(4), at(5),
			at(6, steps.Deed{Kind: steps.TaskBegins, Text: "emit"}, steps.Deed{Kind: steps.TaskNotes, Text: "is late"}, steps.Deed{Kind: steps.TaskEnds, Text: "emit"},
				steps.Deed{Goroutine: 9, Kind: steps.TaskBegins}, steps.Deed{Kind: "unheard of"}),
			at(4),
		},
	}
	var got []string
	for _, e := range picture.OfRun(run).Events {
		if e.Kind != picture.GoesOn {
			got = append(got, fmt.Sprintf("%s %s at %d", e.Kind, e.Note, e.Line))
		}
	}
	require.Equal(t, []string{
		"calls runtime.LockOSThread at 5", "task emit at 6", "note is late at 6", "task_over emit at 6", "calls runtime.UnlockOSThread at 4",
	}, got)
}

// Where a goroutine is in another function than its lane is called, the picture says so.
func TestFunctionsOfPlaces(t *testing.T) {
	run := &steps.Run{
		Sources:    []steps.Source{{Name: "echo.go", Text: served}, {Name: "broken.go", Text: "package x func ("}},
		Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}, {Name: "goroutine from echo.go:10", By: 0, File: "echo.go", Line: 10}},
		Steps:      []steps.Step{{File: "echo.go", Line: 6}, {File: "echo.go", Line: 11}, {Goroutine: 1, File: "echo.go", Line: 11}},
		End: []steps.Place{
			{State: steps.Waits, File: "echo.go", Line: 11, On: "to receive from a channel"},
			{Goroutine: 1, State: steps.Waits, File: "echo.go", Line: 11, On: "to receive from a channel"},
		},
	}
	p := picture.OfRun(run)
	var in []string
	for _, e := range p.Events {
		if e.Kind == picture.GoesOn {
			in = append(in, e.In)
		}
	}
	require.Equal(t, []string{"", "serve", ""}, in)
	for i, want := range []string{"serve", ""} {
		spans := p.Lanes[i].Spans
		require.Equal(t, want, spans[len(spans)-1].In)
	}
}
