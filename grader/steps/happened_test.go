package steps

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report/outcome"
)

func TestHappened(t *testing.T) {
	run := &Run{Goroutines: []Goroutine{{Name: "Spawn #1", By: -1}, {Name: "the task", By: 0}}}
	order := func(deeds []Deed, events ...outcome.Moment) (all []string) {
		for _, h := range run.Happened(Step{Deeds: deeds, Events: events}) {
			if h.Deed != nil {
				all = append(all, h.Deed.Text)
			} else {
				all = append(all, h.Event.Who)
			}
		}
		return all
	}
	started := func(who string) outcome.Moment { return outcome.Moment{Kind: outcome.Spawned, Who: who} }
	task := Deed{Goroutine: 1, Kind: TaskBegins, Text: "task"}

	require.Equal(t, []string{"task", "joiner", "Spawn"}, order([]Deed{task}, started("joiner"), started("Spawn")), "the check awaited the task, and started others")
	require.Equal(t, []string{"joiner", "Spawn", "error", "A"},
		order([]Deed{{Goroutine: 0, Text: "error"}}, started("joiner"), started("Spawn"), outcome.Moment{Kind: outcome.ClientDialed, Who: "A"}), "nobody does anything before being started")
	late := task
	late.AtUS = 5
	require.Equal(t, []string{"A", "task", "B"}, order([]Deed{late}, outcome.Moment{Who: "A", AtUS: 4}, outcome.Moment{Who: "B", AtUS: 5}))
	require.Equal(t, []string{"task", "far"}, order([]Deed{task, {Goroutine: -3, Text: "far"}}))
	require.Empty(t, order(nil))
}
