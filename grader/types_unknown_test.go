package grader

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/policy"
	"workbook/grader/report"
)

// A submission whose types cannot be found out, though the compiler accepted it,
// does not run: it may do anything.
func TestUnknownTypesAreTheGradersFailure(t *testing.T) {
	c := &course.Course{Root: t.TempDir()}
	ex := &course.Exercise{ID: "01_answer", Package: "answer"}
	ready := make(chan struct{})
	close(ready)
	g := &Grader{course: c, harnesses: map[harnessKey]*harness{}}
	g.harnesses[g.key(ex.ID, false)] = &harness{ready: ready, made: &build.Harness{}} // it has no packages
	gr := &grading{
		g: g, ex: ex, on: func(Event) {},
		stages: map[report.StageName]report.Stage{},
	}
	src := &policy.Source{Files: []policy.File{{Name: "answer.go", Data: []byte("package answer\n\nimport \"fmt\"\n\nvar X = fmt.Sprint()\n")}}}

	require.ErrorIs(t, gr.policyOfTypes(t.Context(), src, 0), errStop)
	got := gr.conclude()
	require.Equal(t, report.GraderError, got.Verdict)
	require.Equal(t, report.GraderError, stage(got, report.Policy).Verdict)
	require.Contains(t, got.Message, "no compiled package fmt")
	require.Equal(t, report.NotRun, stage(got, report.Inside).Verdict)
}
