package grader

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/course"
	"workbook/grader/jail"
	"workbook/grader/report"
)

// Every stage that a report knows is told by the pipeline, in that order, and no other.
func TestThePipelineTellsEveryStage(t *testing.T) {
	var told []report.StageName
	for _, s := range pipeline {
		for _, name := range s.tells {
			require.NotEqual(t, report.StageInfo{Name: name}, name.Info(), "report.Stages has no %s, or nothing to say of it", name)
			if !slices.Contains(told, name) {
				told = append(told, name)
			}
		}
	}
	require.Equal(t, report.StagesThat(func(report.StageInfo) bool { return true }), told)
}

func TestAStageThatFailsIsTheLast(t *testing.T) {
	var told []report.Stage
	w := newWork(&workshop{course: &course.Course{Root: t.TempDir()}, jail: jail.Cell{}}, &course.Exercise{ID: "01_answer"}, "", Request{}, func(e Event) {
		if s, ok := e.(StageFinished); ok {
			s.Stage.DurationMS = 0
			told = append(told, s.Stage)
		}
	})
	var did []string
	step := func(name report.StageName, unrun string, err error) stage {
		return stage{tells: []report.StageName{name}, unrun: unrun, run: func(context.Context, *work) error {
			did = append(did, string(name))
			defer w.ledger.begin(name)()
			w.atEnd(func() { did = append(did, "tidy "+string(name)) })
			return err
		}}
	}
	broken := errors.New("broken")
	err := w.run(t.Context(), []stage{
		step(report.Policy, "", nil), step(report.Inside, "", nil), step(report.Compile, "", broken),
		step(report.Policy, "another time", nil), step(report.Inside, "", nil), step(report.Race, "it never began", nil),
	})
	require.ErrorIs(t, err, broken)
	require.Equal(t, []string{"policy", "inside", "compile", "tidy compile", "tidy inside", "tidy policy"}, did)
	require.Equal(t, []report.Stage{{Name: report.Policy, Verdict: report.NotRun, Message: "another time"}}, told)
}
