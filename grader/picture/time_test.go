package picture_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

// Who sleeps takes no step to tell of it. It waits all the same while time passes, and wakes
// up by itself.
func TestWhoSleepsWaits(t *testing.T) {
	ready := func(g int) steps.Place { return steps.Place{Goroutine: g, State: steps.Ready, File: "run.go"} }
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Run", By: -1}, {Name: "emit", By: 0}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{ready(0)}},
			{Goroutine: 1, Line: 9, Changed: []steps.Place{ready(0), ready(1)}},
			{Goroutine: 1, Line: 10, AtUS: 1000, Changed: []steps.Place{ready(1)}},
			{Goroutine: 0, Line: 4, AtUS: 1000},
		},
	})
	require.Equal(t, []string{
		"made Run: Run ready", "goes_on Run: Run runs",
		"made emit: Run runs emit ready", "goes_on emit: Run ready emit runs",
		"blocks Run: Run waits emit runs", "blocks emit: Run waits emit waits",
		"goes_on emit: Run waits emit runs", "goes_on Run: Run runs emit ready",
	}, happens(p))
	require.EqualValues(t, 0, p.Events[5].AtUS, "it began to wait before time passed")
	require.EqualValues(t, 1000, p.Events[6].AtUS)
}

// However often time passes, who sleeps through it waits once, and is awake when the check
// tells what it does.
func TestWhoSleepsWaitsOnce(t *testing.T) {
	run := &steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Run", By: -1}, {Name: "emit", By: 0}},
		Steps:      []steps.Step{{Goroutine: 1, Line: 9, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}, {Goroutine: 1, State: steps.Ready}}}},
	}
	for i := range 5 {
		run.Steps = append(run.Steps, steps.Step{Goroutine: 0, Line: 4, AtUS: int64(1000 * (i + 1))})
	}
	run.Steps[5].Deeds = []steps.Deed{{Goroutine: 1, Kind: steps.TaskEnds, Text: "emit", AtUS: 5000}}
	var waits int
	p := picture.OfRun(run)
	for _, e := range p.Events {
		if e.Kind == picture.Blocks && p.Lanes[e.Lane].Name == "emit" {
			waits++
		}
	}
	require.Equal(t, 1, waits)
	require.Equal(t, "task_over emit: Run runs emit ready", happens(p)[len(p.Events)-1])
}

// Who runs wakes others before it ends, though a record has both with the next step.
func TestTheLastThingIsToWake(t *testing.T) {
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "task", By: -1}, {Name: "joiner", By: -1}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}, {Goroutine: 1, State: steps.Waits, On: "to receive from a channel"}}},
			{Goroutine: 1, Line: 9, Changed: []steps.Place{{Goroutine: 0, State: steps.Ended}, {Goroutine: 1, State: steps.Ready}}},
		},
	})
	require.Equal(t, []string{
		"made task: task ready", "made joiner: task ready joiner ready", "blocks joiner: task ready joiner waits", "goes_on task: task runs joiner waits",
		"joined joiner: task runs joiner ready", "ends task: joiner ready", "goes_on joiner: joiner runs",
	}, happens(p))
}

// Of two calls of one name it is the one that does not wait which has returned, though it
// may have been called first.
func TestWhoWaitsHasNotReturned(t *testing.T) {
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Serve #1", By: -1}, {Name: "Serve #2", By: -1}, {Name: "handle", By: 1}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}}, Events: []report.Moment{moment(report.Spawned, "Serve", "")}},
			{Goroutine: 1, Line: 3, Changed: []steps.Place{{Goroutine: 1, State: steps.Ready}}, Events: []report.Moment{moment(report.Spawned, "Serve", "")}},
			{Goroutine: 2, Line: 9, Changed: []steps.Place{{Goroutine: 1, State: steps.Waits, On: "in Accept"}, {Goroutine: 2, State: steps.Ready}},
				Events: []report.Moment{moment(report.Joined, "Serve", "returned")}},
			{Goroutine: 2, Line: 10, Changed: []steps.Place{{Goroutine: 0, State: steps.Ended}}},
		},
	})
	var who []string
	for _, e := range p.Events {
		if e.Kind == picture.Returns {
			who = append(who, p.Lanes[e.Lane].Name)
		}
	}
	require.Equal(t, []string{"Serve #1"}, who)
}

// What logs and is over within a step has been there.
func TestWhoLogsWasStarted(t *testing.T) {
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Serve", By: -1}, {Name: "go serve.go:50", By: 0}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}}, Deeds: []steps.Deed{{Goroutine: 1, Kind: steps.TaskNotes, Text: "logs \"a panic\""}}},
			{Goroutine: 0, Line: 4, Changed: []steps.Place{{Goroutine: 1, State: steps.Ended}}},
		},
	})
	require.Equal(t, []string{
		"made Serve: Serve ready", "goes_on Serve: Serve runs",
		"made go serve.go:50: Serve runs go serve.go:50 runs", "note go serve.go:50: Serve runs go serve.go:50 runs",
		"ends go serve.go:50: Serve runs", "goes_on Serve: Serve runs",
	}, happens(p))
}
