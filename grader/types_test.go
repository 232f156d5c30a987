package grader_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/report"
)

// gradeStages grades one file and gives the verdicts of the stages, each of which
// must end once.
func gradeStages(t *testing.T, code string) (report.Exercise, map[report.StageName]report.Verdict) {
	t.Helper()
	g := fixture(t)
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answer.go"), []byte(code), 0o600))
	verdicts := map[report.StageName]report.Verdict{}
	rep, err := g.Grade(t.Context(), grader.Request{
		Submissions: []grader.Submission{{Exercise: "01_answer", Dir: dir}}, Race: grader.RaceOff,
	}, func(e grader.Event) {
		if s, ok := e.(grader.StageFinished); ok {
			require.NotContains(t, verdicts, s.Stage.Name, "a stage ends once")
			verdicts[s.Stage.Name] = s.Stage.Verdict
		}
	})
	require.NoError(t, err)
	for _, s := range rep.Exercises[0].Stages {
		require.Equal(t, verdicts[s.Name], s.Verdict, s.Name)
	}
	return rep.Exercises[0], verdicts
}

func TestAMemberIsRefusedBeforeAnythingRuns(t *testing.T) {
	ex, stages := gradeStages(t, `package answer

import "os"

type file = os.File

func Answer() int {
	_ = (*file).Fd(os.Stdout)
	return 42
}
`+twice)
	require.Equal(t, report.Refused, ex.Verdict)
	require.Equal(t, 8, ex.Line)
	require.Contains(t, ex.Message, "Fd")
	require.Len(t, ex.Problems, 1)
	require.Equal(t, "member", ex.Problems[0].Rule)
	require.Zero(t, ex.Points)
	require.Equal(t, map[report.StageName]report.Verdict{
		report.Read: report.Pass, report.Policy: report.Refused, report.Compile: report.Pass,
		report.Outside: report.NotRun, report.Inside: report.NotRun, report.Schedules: report.NotRun, report.Race: report.NotRun,
	}, stages)
}

func TestWhatDoesNotCompileIsNotRefused(t *testing.T) {
	ex, stages := gradeStages(t, "package answer\n\nimport \"os\"\n\nvar fd = os.Stdout.Fd()\n\nfunc Answer() string { return 42 }\n"+twice)
	require.Equal(t, report.CompileError, ex.Verdict)
	require.Equal(t, report.NotRun, stages[report.Policy])
	require.Equal(t, report.CompileError, stages[report.Compile])
}
