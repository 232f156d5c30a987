package wire

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report/outcome"
	"workbook/grader/steps"
)

// A frame is a line, and what encoding/json makes of it is what went in.
func TestFrame(t *testing.T) {
	for _, want := range []Frame{
		{Kind: FrameBegin},
		{Kind: FrameStep, Goroutine: 1<<64 - 1, AtUS: -1, Points: [][2]uint64{{18, 0}, {19, 7}}, Stacks: []string{"goroutine 20 [select]:\nf()\n\ta.go:1\n", "\x1e"}, Gone: []uint64{21, 22}},
		{Kind: FrameMoment, Moment: &outcome.Moment{AtUS: 3, Kind: outcome.Noted, Who: "a\nb", Note: "\"\x00"}},
		{Kind: FrameName, Goroutine: 4, Name: "Serve"},
		{Kind: FrameDeed, Goroutine: 4, AtUS: 5, Name: "emit", Deed: steps.TaskBegins},
		{Kind: FrameEnd, Left: 12},
		{Kind: FrameTrace, Data: []byte("\x00\n\"go 1.26")},
	} {
		line := string(AppendFrame([]byte("before"), "0a1b", want))
		text, ok := strings.CutPrefix(line, "before"+FrameMark("0a1b"))
		require.True(t, ok, line)
		require.Equal(t, 1, strings.Count(text, "\n"))
		require.NotContains(t, text, "\x1e")
		var got Frame
		require.NoError(t, json.Unmarshal([]byte(text), &got))
		require.Equal(t, want, got)
	}
}
