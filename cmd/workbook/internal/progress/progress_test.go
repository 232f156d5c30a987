package progress

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

var day = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestState(t *testing.T) {
	var e Entry
	require.Equal(t, Untouched, e.State())
	e.Hints = 2
	require.Equal(t, Untouched, e.State(), "reading hints is not trying")
	steps := []struct {
		verdict report.Verdict
		want    State
	}{
		{report.CompileError, Failing},
		{report.Fail, Failing},
		{report.Pass, Passed},
		{report.Pass, Passed},
		{report.Refused, Regressed},
		{report.Timeout, Regressed},
		{report.Pass, Passed},
	}
	var history []Try
	for i, s := range steps {
		history = append(history, Try{day.Add(time.Duration(i) * time.Hour), s.verdict, i})
		e = e.With(Attempt{At: day.Add(time.Duration(i) * time.Hour), Verdict: s.verdict, Hash: string(rune('a' + i)), Points: i})
		require.Equal(t, s.want, e.State(), "step %d", i)
	}
	require.Equal(t, Entry{
		Attempts: 7, LastAttempt: day.Add(6 * time.Hour), LastVerdict: report.Pass, LastHash: "g",
		FirstPassed: day.Add(2 * time.Hour), LastPassed: day.Add(6 * time.Hour),
		Hash: "g", Points: 6, Hints: 2, History: history,
	}, e)
}

// A clock that goes back must not let an old pass hide a new failure.
func TestClockSetBack(t *testing.T) {
	e := Entry{}.With(Attempt{At: day, Verdict: report.Pass})
	e = e.With(Attempt{At: day.Add(-time.Hour), Verdict: report.Fail})
	require.Equal(t, Regressed, e.State())
	require.True(t, e.LastAttempt.After(e.LastPassed))
	passed := Entry{}.With(Attempt{At: day, Verdict: report.Pass})
	require.Equal(t, Regressed, mergeEntry(passed, e).State())
	require.Equal(t, Regressed, mergeEntry(e, passed).State())
}

func TestMergeExamples(t *testing.T) {
	pass := Entry{}.With(Attempt{At: day, Verdict: report.Pass, Hash: "p", Points: 10})
	earlierFail := Entry{Hints: 3}.With(Attempt{At: day.Add(-time.Hour), Verdict: report.Fail, Points: 2})
	laterFail := Entry{}.With(Attempt{At: day.Add(time.Hour), Verdict: report.Fail, Points: 4})

	require.Equal(t, Passed, mergeEntry(pass, earlierFail).State(), "an older failure is no regression")
	require.Equal(t, 3, mergeEntry(pass, earlierFail).Hints)
	m := mergeEntry(pass, laterFail)
	require.Equal(t, Regressed, m.State())
	require.Equal(t, "p", m.Hash)
	require.Equal(t, 10, m.Points)
	require.Equal(t, day, m.FirstPassed)

	a := Progress{Version: Version, Exercises: map[string]Entry{"01_a": pass}}
	b := Progress{Version: Version, Exercises: map[string]Entry{"02_b": laterFail}}
	require.Equal(t, Progress{Version: Version, Exercises: map[string]Entry{"01_a": pass, "02_b": laterFail}}, Merge(a, b))
	require.Len(t, a.Exercises, 1, "Merge changes neither side")
}

// Few different values, so that ties and equal times are common.
func randomProgress(r *rand.Rand) Progress {
	p := Progress{Version: Version, Exercises: map[string]Entry{}}
	at := func() time.Time {
		if n := r.IntN(4); n > 0 {
			return day.Add(time.Duration(n) * time.Hour)
		}
		return time.Time{}
	}
	verdicts := []report.Verdict{"", report.Pass, report.Fail, report.Crash}
	for _, id := range []string{"01_a", "02_b", "03_c"} {
		if r.IntN(4) == 0 {
			continue
		}
		var history []Try
		for hour := range 2 * maxHistory {
			if r.IntN(2) == 0 {
				history = append(history, Try{day.Add(time.Duration(hour) * time.Hour), verdicts[r.IntN(len(verdicts))], r.IntN(3)})
			}
		}
		p.Exercises[id] = Entry{
			History: newest(history), Attempts: r.IntN(3), LastAttempt: at(), LastVerdict: verdicts[r.IntN(len(verdicts))], LastHash: string(rune('a' + r.IntN(2))),
			FirstPassed: at(), LastPassed: at(), Hash: string(rune('a' + r.IntN(3))),
			Points: r.IntN(3), Hints: r.IntN(3),
		}
	}
	return p
}

func TestMergeLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		a, b, c := randomProgress(r), randomProgress(r), randomProgress(r)
		require.Equal(t, Merge(a, b), Merge(b, a), "commutative")
		require.Equal(t, Merge(Merge(a, b), c), Merge(a, Merge(b, c)), "associative")
		require.Equal(t, a, Merge(a, a), "idempotent")
		require.Equal(t, Merge(a, b), Merge(Merge(a, b), b), "merging again changes nothing")
		require.Equal(t, a, Merge(a, Progress{}), "nothing is neutral")
	}
}

// A schedule is known until the checks have held under schedules again.
func TestSchedules(t *testing.T) {
	failed := func(schedule uint64, stage report.Verdict) report.Exercise {
		ex := report.Exercise{Verdict: report.Pass, Stages: []report.Stage{{Name: report.Schedules, Verdict: stage}}}
		if schedule > 0 {
			ex.Verdict = report.Fail
			ex.Checks = []report.Check{{Name: "TestA", Verdict: report.Fail, Schedule: schedule}, {Name: "TestB", Verdict: report.Pass, Schedule: 3}}
		}
		return ex
	}
	e := Entry{}.With(AttemptOf(failed(17, report.Fail), ""))
	require.Equal(t, map[string]uint64{"TestA": 17}, e.Schedules)
	was := e
	e = e.With(AttemptOf(failed(0, report.NotRun), ""))
	require.Equal(t, map[string]uint64{"TestA": 17}, e.Schedules, "nobody has tried")
	e = e.With(AttemptOf(failed(18, report.Fail), ""))
	require.Equal(t, map[string]uint64{"TestA": 18}, e.Schedules)
	require.Equal(t, map[string]uint64{"TestA": 17}, was.Schedules, "it is not changed")
	require.Nil(t, e.With(AttemptOf(failed(0, report.Pass), "")).Schedules)
}
