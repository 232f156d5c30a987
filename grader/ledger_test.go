package grader

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/report"
)

var ledgered = &course.Exercise{ID: "01_answer", Title: "An answer", Checks: []course.Check{
	{Name: "TestA", Title: "a", Kind: report.Inside, Points: 3, Required: true},
	{Name: "TestB", Title: "b", Kind: report.Outside, Points: 2},
}}

// listening gives a ledger, and what it has told.
func listening() (*ledger, *[]string) {
	var told []string
	return newLedger(ledgered, "walls", 7, func(e Event) {
		switch e := e.(type) {
		case StageStarted:
			told = append(told, "begin "+string(e.Stage))
		case StageFinished:
			told = append(told, fmt.Sprintf("end %s %s", e.Stage.Name, e.Stage.Verdict))
		case CheckFinished:
			told = append(told, fmt.Sprintf("%s %s %s", e.Stage, e.Check.Name, e.Check.Verdict))
		case Provisional:
			told = append(told, fmt.Sprintf("so far %d stages, %d of %d points", len(e.Exercise.Stages), e.Exercise.Points, e.Exercise.MaxPoints))
		}
	}), &told
}

// A stage has the time of its spans, and is told once.
func TestSpans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, told := listening()
		pause := l.begin(report.Policy)
		time.Sleep(2 * time.Second)
		pause()
		require.True(t, l.unfinished(report.Policy))
		end := l.begin(report.Compile)
		time.Sleep(time.Minute)
		l.finish(report.Stage{Name: report.Compile, Verdict: report.Pass})
		time.Sleep(time.Minute)
		end() // it was over
		end = l.begin(report.Policy)
		time.Sleep(time.Second)
		l.finish(report.Stage{Name: report.Policy, Verdict: report.Refused, Message: "no"})
		end()
		require.False(t, l.unfinished(report.Policy))
		require.True(t, l.bad(report.Policy))
		require.False(t, l.bad(report.Compile))
		require.False(t, l.bad(report.Race))
		require.Equal(t, []string{"begin policy", "begin compile", "end compile pass", "end policy refused"}, *told)

		ex := l.conclude()
		require.EqualValues(t, 3000, stageOf(ex, report.Policy).DurationMS)
		require.EqualValues(t, 60000, stageOf(ex, report.Compile).DurationMS)
		require.EqualValues(t, 123000, ex.DurationMS)
		require.Equal(t, report.Refused, ex.Verdict)
	})
}

func TestWhatIsNotSeenIsNotRun(t *testing.T) {
	l, told := listening()
	l.begin(report.Inside)
	l.record(report.Check{Name: "TestA", Kind: report.Inside, Verdict: report.Pass, Points: 3, Required: true})
	ex := l.conclude()
	require.Equal(t, "walls", ex.Isolation)
	require.EqualValues(t, 7, ex.Seed)
	require.Len(t, ex.Stages, len(report.Stages))
	for i, s := range ex.Stages {
		require.Equal(t, report.Stages[i].Name, s.Name)
		require.Equal(t, report.NotRun, s.Verdict, "also one that began and never ended")
	}
	require.Len(t, ex.Checks, 2)
	require.Equal(t, report.Check{Name: "TestB", Title: "b", Kind: report.Outside, MaxPoints: 2, Verdict: report.NotRun}, ex.Checks[1])
	require.Equal(t, []string{"begin inside", "inside TestA pass", "end read not_run", "end policy not_run", "end compile not_run",
		"end outside not_run", "end inside not_run", "end schedules not_run", "end race not_run"}, *told)
}

// A pass that is told before the last stage can be taken back.
func TestProvisional(t *testing.T) {
	l, told := listening()
	l.begin(report.Inside)
	pass := report.Check{Name: "TestA", Kind: report.Inside, Verdict: report.Pass, Points: 3, Required: true}
	l.record(pass)
	l.finish(report.Stage{Name: report.Inside, Verdict: report.Pass})
	l.provisional()
	fail := pass
	fail.Verdict, fail.Points, fail.Message = report.Fail, 0, "no"
	l.begin(report.Inside)
	l.record(fail)
	l.finish(report.Stage{Name: report.Inside, Verdict: report.Fail})
	require.Equal(t, []string{"begin inside", "inside TestA pass", "end inside pass", "so far 1 stages, 3 of 5 points",
		"inside TestA fail", "end inside fail"}, *told)
	ex := l.conclude()
	require.Equal(t, report.Fail, ex.Verdict)
	require.Zero(t, ex.Points)
}

// on is called by one goroutine at a time; the race detector looks at told.
func TestALedgerHasManyWriters(t *testing.T) {
	l, told := listening()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			defer l.begin(report.Inside)()
			l.record(report.Check{Name: "TestA", Kind: report.Inside, Verdict: report.Fail})
			l.finish(report.Stage{Name: report.Race, Verdict: report.Pass})
			l.provisional()
			_ = l.declared()
			_ = l.bad(report.Race)
		})
	}
	all.Wait()
	require.Len(t, *told, 1+3*8)
}
