package verify

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/report"
)

// What fails under a schedule is no right solution, or the check is none.
func TestJudgeLuck(t *testing.T) {
	stage := func(v report.Verdict) []report.Stage {
		return []report.Stage{{Name: report.Inside, Verdict: report.Pass}, {Name: report.Schedules, Verdict: v, Message: "Why.", File: "a.go", Line: 3}}
	}
	judged := func(ex report.Exercise) Exercise {
		l := (&Verifier{}).look(&course.Exercise{ID: "01_answer"})
		l.judgeLuck("moody", ex)
		return l.out
	}
	require.Empty(t, judged(report.Exercise{Stages: stage(report.Pass)}).Problems)
	require.Empty(t, judged(report.Exercise{}).Problems, "it did not get as far")

	out := judged(report.Exercise{Seed: 7, Stages: stage(report.Fail), Checks: []report.Check{{Name: "TestA"}, {Name: "TestB", Verdict: report.Fail, Schedule: 17}}})
	require.Equal(t, []Flake{{Solution: "moody", Check: "TestB", Seed: 7, Schedule: 17, Message: "Why."}}, out.Flakes)
	require.Equal(t, []Problem{{Aspect: "right", File: "a.go", Line: 3, Message: "The right solution moody did not pass under other schedules: Why.",
		Hint: "see it again with --schedule 17: either the solution is wrong, or TestB counts on who runs first"}}, out.Problems)

	out = judged(report.Exercise{Stages: stage(report.GraderError)})
	require.Equal(t, "schedules", out.Flakes[0].Check)
}

// Who is caught by schedules, or by the race detector, is not asked by an outside check,
// which may catch him by luck.
func TestLuckIsAskedInside(t *testing.T) {
	l := (&Verifier{}).look(&course.Exercise{ID: "01_answer", Checks: []course.Check{
		{Name: "TestA", Kind: report.Inside}, {Name: "TestServes", Kind: report.Outside}, {Name: "TestB", Kind: report.Inside},
	}})
	for _, stage := range []report.StageName{report.Schedules, report.Race} {
		req := l.requestFor(course.Variant{CaughtBy: []string{string(stage)}})
		require.Equal(t, stage, req.Alone)
		require.Equal(t, []string{"TestA", "TestB"}, req.Checks)
	}
}
