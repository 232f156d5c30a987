package picture_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/picture"
	"workbook/grader/report"
)

// A listener that is opened later has a lane from then on, also one that nobody closes, and
// what goes wrong in between does not end one.
func TestListenersThatAreOpenedLater(t *testing.T) {
	p := picture.OfCheck("14_x", report.Check{Name: "TestX", Verdict: report.Fail, Events: []report.Moment{
		{Kind: report.Spawned, Who: "Serve #1"},
		{Kind: report.Noted, Who: "the listener", Note: "Accept fails: no luck"},
		{Kind: report.Closed, Who: "the listener", Note: picture.ListenerClosed},
		{Kind: report.Listened, Who: "the listener #2"},
		{Kind: report.Spawned, Who: "Serve #2"},
	}})
	require.Equal(t, "the listener", p.Lanes[0].Name)
	require.Equal(t, []picture.Span{{State: picture.Opens, From: 0, To: 2}}, p.Lanes[0].Spans)
	require.Equal(t, picture.Over, p.Lanes[0].Fate)
	require.Equal(t, "the listener #2", p.Lanes[1].Name)
	require.Equal(t, picture.Listener, p.Lanes[1].Kind)
	require.Equal(t, []picture.Span{{State: picture.Opens, From: 3, To: 5}}, p.Lanes[1].Spans)
	require.Equal(t, picture.Going, p.Lanes[1].Fate)
}

// Two listeners side by side are both open from the beginning, whichever is closed.
func TestTwoListeners(t *testing.T) {
	p := picture.OfCheck("03_x", report.Check{Name: "TestX", Verdict: report.Fail, Events: []report.Moment{
		{Kind: report.Listened, Who: "first", Note: "already open"},
		{Kind: report.Listened, Who: "second"},
		{Kind: report.Spawned, Who: "Echoes"},
		{Kind: report.Closed, Who: "second", Note: picture.ListenerClosed},
	}})
	require.Len(t, p.Events, 3)
	require.Equal(t, []picture.Span{{State: picture.Opens, From: 0, To: 3}}, p.Lanes[0].Spans)
	require.Equal(t, []picture.Span{{State: picture.Opens, From: 0, To: 2}}, p.Lanes[1].Spans)
}
