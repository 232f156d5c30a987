package picture_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

func moment(kind report.MomentKind, who, note string) report.Moment {
	return report.Moment{Kind: kind, Who: who, Note: note}
}

// happens are the events of a picture, and after each who is there.
func happens(p *picture.Picture) (all []string) {
	for i, e := range p.Events {
		said := fmt.Sprintf("%s %s:", e.Kind, p.Lanes[e.Lane].Name)
		for lane, l := range p.Lanes {
			if s, there := p.At(lane, i); there {
				said += fmt.Sprintf(" %s %s", l.Name, s.State)
			}
		}
		all = append(all, said)
	}
	return all
}

// A goroutine is there as soon as its call is told of, and no longer than to its return.
func TestCallsAreThere(t *testing.T) {
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "New", By: -1}, {Name: "Serve", By: -1}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}}, Events: []report.Moment{
				moment(report.Spawned, "New", ""), moment(report.Joined, "New", "returned"), moment(report.Spawned, "Serve", ""), moment(report.ClientDialed, "A", "")}},
			{Goroutine: 1, Line: 9, Changed: []steps.Place{{Goroutine: 0, State: steps.Ended}, {Goroutine: 1, State: steps.Ready}}},
		},
	})
	require.Equal(t, []string{
		"spawn New: New ready", "made New: New ready", "goes_on New: New runs",
		"join New: New runs", "ends New:", "spawn Serve: Serve ready", "client A: A queues Serve ready",
		"made Serve: A queues Serve ready", "goes_on Serve: A queues Serve runs",
	}, happens(p))
}

// The check calls New on its own goroutine, and tells nothing of it: what it calls next comes
// after that, though a record has it with the first step.
func TestCallAfterOneOfTheCheckItself(t *testing.T) {
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "New", By: -1}, {Name: "Spawn", By: -1}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}}, Events: []report.Moment{moment(report.Spawned, "Spawn", ""), moment(report.Closed, "the listener", "listener closed")}},
			{Goroutine: 1, Line: 9, Changed: []steps.Place{{Goroutine: 0, State: steps.Ended}, {Goroutine: 1, State: steps.Ready}}},
		},
	})
	require.Equal(t, []string{
		"made New: New ready", "goes_on New: New runs", "ends New:",
		"spawn Spawn: the listener open Spawn ready", "close the listener: Spawn ready", "made Spawn: Spawn ready", "goes_on Spawn: Spawn runs",
	}, happens(p))
}

// What a call of the check does comes after the call, though a record has both with one step.
func TestDeedsOfACallComeAfterIt(t *testing.T) {
	p := picture.OfRun(&steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Serve", By: -1}, {Name: "Echo", By: -1}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 3, Changed: []steps.Place{{Goroutine: 0, State: steps.Ready}}},
			{Goroutine: 0, Line: 4, Events: []report.Moment{moment(report.Spawned, "Echo", "")}, Deeds: []steps.Deed{{Goroutine: 1, Kind: steps.TaskNotes, Text: "gets the error \"no\""}}},
		},
	})
	require.Equal(t, []string{"made Serve: Serve ready", "goes_on Serve: Serve runs", "goes_on Serve: Serve runs",
		"spawn Echo: Serve runs Echo ready", "note Echo: Serve runs Echo ready"}, happens(p))
}
