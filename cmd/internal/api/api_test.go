package api_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/internal/api"
	"workbook/grader"
	"workbook/grader/report"
)

// Every event arrives as it was sent.
func TestStream(t *testing.T) {
	ex := report.Exercise{ID: "01_a", Verdict: report.Fail, Message: "line 1\nline 2\r\x1b[2J", Points: 3,
		Checks: []report.Check{{Name: "TestA", Verdict: report.Crash, Output: "data: x\n\nid: 9\n\u2028"}}}
	events := []grader.Event{
		grader.Queued{Exercise: "01_a", Ahead: 3},
		grader.StageStarted{Exercise: "01_a", Stage: report.Compile},
		grader.CheckFinished{Exercise: "01_a", Stage: report.Inside, Check: ex.Checks[0]},
		grader.StageFinished{Exercise: "01_a", Stage: report.Stage{Name: report.Race, Verdict: report.NotRun}},
		grader.Provisional{Exercise: ex},
		grader.Finished{Exercise: ex},
	}
	var b bytes.Buffer
	for i, e := range events {
		name, data, err := api.Encode(e)
		require.NoError(t, err)
		require.NoError(t, api.WriteFrame(&b, api.Frame{}))
		require.NoError(t, api.WriteFrame(&b, api.Frame{ID: "1-" + string(rune('0'+i)), Name: name, Data: data}))
	}
	b.WriteString("event: finished\ndata: {")
	r := api.NewFrameReader(&b)
	for i, want := range events {
		f, err := r.Next()
		require.NoError(t, err)
		require.Empty(t, f.Name, "a comment")
		f, err = r.Next()
		require.NoError(t, err)
		require.Equal(t, "1-"+string(rune('0'+i)), f.ID)
		got, err := api.Decode("01_a", f.Name, f.Data)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	_, err := r.Next()
	require.ErrorIs(t, err, io.EOF, "what is not whole is dropped")
}

func TestStreamIsForeign(t *testing.T) {
	e, err := api.Decode("01_a", "confetti", []byte(`{}`))
	require.NoError(t, err)
	require.Nil(t, e, "a newer service's")
	_, err = api.Decode("01_a", "finished", []byte(`{`))
	require.ErrorContains(t, err, `reading the event "finished"`)
	_, err = api.NewFrameReader(strings.NewReader("data: " + strings.Repeat("x", 40<<20))).Next()
	require.ErrorIs(t, err, api.ErrLongLine)
}
