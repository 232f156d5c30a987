package steps_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/steps"
)

// lost is two goroutines that both add one to what they have read.
func lost() *steps.Run {
	ready := func(g, line int) steps.Place {
		return steps.Place{Goroutine: g, State: steps.Ready, File: "count.go", Line: line}
	}
	return &steps.Run{
		Goroutines: []steps.Goroutine{{Name: "Count", By: -1}, {Name: "goroutine from count.go:5", By: 0, File: "count.go", Line: 5}},
		Steps: []steps.Step{
			{Goroutine: 0, Line: 7, AtUS: 1500, Changed: []steps.Place{ready(0, 7)}},
			{Goroutine: 1, Line: 6, Changed: []steps.Place{ready(0, 8), ready(1, 6)}},
			{Goroutine: 1, Line: 6, Between: true},
			{Goroutine: 0, Line: 8, Changed: []steps.Place{{Goroutine: 1, State: steps.Ended}, {Goroutine: 7, State: steps.Ready}}},
		},
		End: []steps.Place{{Goroutine: 0, State: steps.Ended}},
	}
}

func ExampleRun_At() {
	run := lost()
	for i := range len(run.Steps) + 1 {
		fmt.Print("step ", i)
		for _, p := range run.At(i) {
			fmt.Printf(", %s: %s at %d", run.Goroutines[p.Goroutine].Name, p.State, p.Line)
		}
		fmt.Println()
	}
	// Output:
	// step 0, Count: ready at 7
	// step 1, Count: ready at 8, goroutine from count.go:5: ready at 6
	// step 2, Count: ready at 8, goroutine from count.go:5: ready at 6
	// step 3, Count: ready at 8, goroutine from count.go:5: ended at 0
	// step 4, Count: ended at 0, goroutine from count.go:5: ended at 0
}

func TestSwitches(t *testing.T) {
	run := lost()
	require.Equal(t, 2, run.Switches())
	require.True(t, run.Switch(0))
	require.False(t, run.Switch(2))
	require.Equal(t, "1.5ms", run.Time(0).String())
}
