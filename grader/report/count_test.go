package report_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/report"
)

func of(vs ...report.Verdict) *report.Report {
	r := &report.Report{}
	for _, v := range vs {
		r.Exercises = append(r.Exercises, report.Exercise{ID: "x", Verdict: v})
	}
	return r
}

func TestExitCode(t *testing.T) {
	for _, v := range verdicts {
		want := report.ExitNotPassed
		switch v {
		case report.Pass:
			want = report.ExitPassed
		case report.GraderError:
			want = report.ExitGraderError
		}
		require.Equal(t, want, of(v).ExitCode(), v)
		require.Equal(t, want, of(report.Pass, v).ExitCode(), "pass, %s", v)
		require.Equal(t, v == report.Pass, of(report.Pass, v).Passed(), v)
	}
	require.Equal(t, report.ExitGraderError, of(report.Fail, report.GraderError).ExitCode())
	require.Equal(t, report.ExitGraderError, of("").ExitCode(), "no verdict is the grader's fault")
	require.Equal(t, report.ExitGraderError, of("PASS").ExitCode(), "an unknown verdict is no pass")
	require.Equal(t, report.ExitGraderError, of().ExitCode(), "a report on nothing is no pass")
	require.False(t, of().Passed())
	var none *report.Report
	require.False(t, none.Passed())
	require.Equal(t, report.ExitGraderError, none.ExitCode())
	require.Equal(t, report.Count{}, none.Count())
}

func TestExitCodeSeesGraderErrorsInside(t *testing.T) {
	stage := of(report.Fail)
	stage.Exercises[0].Stages = []report.Stage{{Name: report.Race, Verdict: report.GraderError}}
	require.Equal(t, report.ExitGraderError, stage.ExitCode())

	check := of(report.Fail)
	check.Exercises[0].Checks = []report.Check{{Name: "T", Verdict: report.GraderError}}
	require.Equal(t, report.ExitGraderError, check.ExitCode())

	check.Exercises[0].Verdict = report.Pass
	require.Equal(t, report.ExitPassed, check.ExitCode(), "an exercise that passed has passed")
}

func TestCount(t *testing.T) {
	require.Equal(t, report.Count{Exercises: 6, Passed: 1, Points: 7, MaxPoints: 47}, rich().Count())
	require.Equal(t, "1 of 6 exercises passed, 7 of 47 points", rich().Count().String())
	one := report.Count{Exercises: 1, Passed: 1, Points: 1, MaxPoints: 1}
	require.Equal(t, "1 of 1 exercise passed, 1 of 1 point", one.String())
	e := rich().Exercises[1]
	require.Equal(t, 1, e.ChecksWith(report.Crash))
	require.Equal(t, 0, e.ChecksWith(report.Memory))
}

func TestVerdictKinds(t *testing.T) {
	for _, v := range verdicts {
		against := v != report.Pass && v != report.NotRun && v != report.GraderError
		require.Equal(t, against, v.Failed(), v)
	}
	require.True(t, report.Verdict("what").Failed())
	require.False(t, report.Verdict("what").Known())
	require.Equal(t, "no verdict", report.Verdict("\x1b[31m").Word())
}
