package progress

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func TestHistory(t *testing.T) {
	var e Entry
	for i := range maxHistory + 5 {
		e = e.With(Attempt{At: day.Add(time.Duration(i) * time.Hour), Verdict: report.Fail, Points: i})
	}
	require.Len(t, e.History, maxHistory)
	require.Equal(t, maxHistory+5, e.Attempts)
	require.Equal(t, 5, e.History[0].Points, "the oldest go")
	require.Equal(t, maxHistory+4, e.History[maxHistory-1].Points)
	require.Equal(t, e, e.With(Attempt{Verdict: report.NotRun}))

	// Two attempts after the same one share nothing.
	a, b := e.With(Attempt{Verdict: report.Fail, Points: 100}), e.With(Attempt{Verdict: report.Fail, Points: 200})
	require.Equal(t, 100, a.History[maxHistory-1].Points)
	require.Equal(t, 200, b.History[maxHistory-1].Points)

	p := Progress{Exercises: map[string]Entry{"01_a": e}}
	p.Clone().Exercises["01_a"].History[0].Points = -1
	require.Equal(t, 5, e.History[0].Points)
}

func TestClimb(t *testing.T) {
	climb := func(tries ...Try) []int { return Entry{History: tries}.Climb() }
	require.Empty(t, climb())
	require.Equal(t, []int{45, 60, 45, 100}, climb(
		Try{Verdict: report.CompileError}, Try{Verdict: report.Fail, Points: 45}, Try{Verdict: report.Refused},
		Try{Verdict: report.Fail, Points: 45}, Try{Verdict: report.Fail, Points: 60}, Try{Verdict: report.Crash, Points: 45},
		Try{Verdict: report.Pass, Points: 100}, Try{Verdict: report.Pass, Points: 100}))
}

func TestSparkline(t *testing.T) {
	var tries []Try
	for _, points := range []int{0, 1, 50, 99, 100, 120, -1} {
		tries = append(tries, Try{Points: points})
	}
	require.Equal(t, "▁▁▄▇██▁", Sparkline(tries, 100, 10))
	require.Equal(t, "██▁", Sparkline(tries, 100, 3))
	require.Equal(t, "▁▁", Sparkline(tries[3:5], 0, 3), "of what has no points")
	require.Empty(t, Sparkline(tries[4:5], 100, 3))
	require.Empty(t, Sparkline([]Try{{Points: 3}, {Points: 3}}, 100, 3))
	require.Empty(t, Sparkline(nil, 100, 3))
}
