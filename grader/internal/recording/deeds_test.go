package recording_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/internal/wire"
	"workbook/grader/steps"
)

// A goroutine that was made for one task is called like the task, though it is met only after
// that began, and one that runs several is not.
func TestDeeds(t *testing.T) {
	made := func(id int) string {
		return stack(id, "chan receive", "Answer.func1", 6, created("example.com/course/solutions/01_answer.Answer", "exercises/01_answer/answer.go:5", 7))
	}
	deed := func(id uint64, kind steps.DeedKind, text string) wire.Frame {
		return wire.Frame{Kind: wire.FrameDeed, Goroutine: id, AtUS: 3, Deed: kind, Name: text}
	}
	run := filled(stream(
		step(7, [][2]uint64{{7, 0}}, stack(7, "running", "Answer", 5, "")),
		deed(8, steps.TaskBegins, "emit"), deed(8, steps.TaskNotes, "is\x1b[31m red"), deed(8, steps.TaskEnds, "emit"), deed(99, steps.TaskBegins, "of nobody"),
		step(7, [][2]uint64{{7, 2}}, made(8), made(9)),
		deed(9, steps.TaskBegins, "one"), deed(9, steps.TaskBegins, "other"), deed(7, steps.TaskBegins, "work"),
		wire.Frame{Kind: wire.FrameEnd, Gone: []uint64{8, 9}},
	), "")
	require.Equal(t, []steps.Goroutine{
		{Name: "Answer", By: -1},
		{Name: "emit", By: 0, File: "answer.go", Line: 5},
		{Name: "goroutine from answer.go:5", By: 0, File: "answer.go", Line: 5},
	}, run.Goroutines)
	require.Equal(t, []steps.Deed{
		{Goroutine: 1, Kind: steps.TaskBegins, Text: "emit", AtUS: 3},
		{Goroutine: 1, Kind: steps.TaskNotes, Text: "is red", AtUS: 3},
		{Goroutine: 1, Kind: steps.TaskEnds, Text: "emit", AtUS: 3},
	}, run.Steps[0].Deeds)
	require.Len(t, run.Steps[1].Deeds, 3)
}
