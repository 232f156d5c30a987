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

// Two workbooks in one course both grade what is saved.
func TestOneSaveIsOneTry(t *testing.T) {
	at := func(s int) time.Time { return day.Add(time.Duration(s) * time.Second) }
	fail := Attempt{At: at(10), Verdict: report.Fail, Hash: "a", Points: 3}
	e := Entry{}.With(fail)
	same := fail
	same.At = at(11)
	require.Equal(t, e, e.With(same), "the second one says the same")
	require.Equal(t, e, mergeEntry(e, e.With(same)))

	other := Attempt{At: at(12), Verdict: report.Pass, Hash: "a", Points: 9}
	o := e.With(other)
	require.Equal(t, 1, o.Attempts)
	require.Equal(t, []Try{{at(12), report.Pass, 9}}, o.History, "the last word counts")
	require.Equal(t, Passed, o.State())
	require.Equal(t, []Try{{at(10), report.Fail, 3}}, e.History, "the entry that it came from is as it was")

	asked := fail
	asked.At, asked.Asked = at(30), at(29)
	require.Equal(t, 2, e.With(asked).Attempts, "the learner has it graded again")
	asked.At, asked.Asked = at(11), at(9)
	require.Equal(t, 1, e.With(asked).Attempts, "it was asked for while the other graded it")
	asked.At, asked.Asked = at(-3600), at(-3601)
	require.Equal(t, 2, e.With(asked).Attempts, "the clock was set back")

	edited := fail
	edited.Hash, edited.At = "b", at(11)
	require.Equal(t, 2, e.With(edited).Attempts)
	require.Equal(t, 3, e.With(edited).With(same).Attempts, "back to what it was before")
	unknown := Attempt{At: at(10), Verdict: report.Fail}
	require.Equal(t, 2, Entry{}.With(unknown).With(unknown).Attempts, "nobody knows what was graded")
}
