package tui

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/picture"
	"workbook/grader/report"
	"workbook/grader/steps"
)

const tooMany = "There are more goroutines or steps than can be recorded one by one, so Go's tracer has watched another run."

// crowdTraced is a trace of a run in which so many goroutines wait to the end.
func crowdTraced(n int) study.Drawing {
	f := picture.Flow{Goroutines: []steps.Goroutine{{Name: "Echo", By: -1}}}
	did := func(g int, kind picture.Kind, on string) {
		f.Changes = append(f.Changes, picture.Change{Goroutine: g, Kind: kind, From: -1, On: on, File: "echo.go", Line: 9})
	}
	did(0, picture.Made, "")
	did(0, picture.GoesOn, "")
	for i := range n {
		f.Goroutines = append(f.Goroutines, steps.Goroutine{Name: fmt.Sprintf("goroutine from echo.go:9 #%d", i+1), File: "echo.go", Line: 9})
		did(i+1, picture.Made, "")
		did(i+1, picture.GoesOn, "")
		did(i+1, picture.Blocks, "to send on a channel")
	}
	did(0, picture.Ends, "")
	about := picture.Picture{Check: "TestSilentClient", Title: "Nothing is left", Verdict: report.Fail, Message: "They are left.", Lacks: tooMany}
	return study.Drawing{Picture: picture.OfFlow(about, f)}
}

// Where a run is drawn from a trace the page says so, and why there are no steps.
func TestARunThatWasTraced(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {80, 24}, {60, 20}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			s := newScreen(t, size[0], size[1], withSteps)
			s.failing()
			s.press("t")
			s.send(recordedMsg{id: s.page().id, drawing: crowdTraced(1200)})
			s.golden()
			s.press("t")
			require.False(t, s.page().inSource)
			require.Contains(t, s.text(), "There are more goroutines or steps")
		})
	}
}

// So does the strip below the failure.
func TestAStripOfATrace(t *testing.T) {
	s := newScreen(t, 120, 60, withSteps, func(c *Config) { c.Bookmark.NoLanes = true })
	s.queued()
	s.stepper().Trace = crowdTraced(1200).Picture
	s.sketched(func(asked *fake.Recording) {
		run := fake.LostUpdate()
		run.Left = 5000
		asked.Answer(run, nil)
	})
	s.press("L")
	require.Contains(t, s.text(), "Traced by Go while goroutines ran as they came.")
	require.Contains(t, s.text(), "waits to send on a channel")
	s.press("t")
	require.Contains(t, s.text(), "There are more goroutines or steps", "and the page of it has it at once")
}
