package grader

import (
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader/build"
	"workbook/grader/course"
	"workbook/grader/jail"
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
	harnesses := newHarnesses(c, course.Module{}, nil, "", nil)
	harnesses.made[harnesses.key(ex.ID, false)] = &harness{ready: ready, made: &build.Harness{}} // it has no packages
	w := newWork(&workshop{course: c, jail: jail.Cell{}, harnesses: harnesses}, ex, "", Request{}, func(Event) {})
	w.src = &policy.Source{Files: []policy.File{{Name: "answer.go", Data: []byte("package answer\n\nimport \"fmt\"\n\nvar X = fmt.Sprint()\n")}}}
	w.compiled = &build.Build{}

	require.ErrorIs(t, checkTypes(t.Context(), w), errStop)
	got := w.ledger.conclude()
	require.Equal(t, report.GraderError, got.Verdict)
	require.Equal(t, report.GraderError, stageOf(got, report.Policy).Verdict)
	require.Contains(t, got.Message, "no compiled package fmt")
	require.Equal(t, report.NotRun, stageOf(got, report.Inside).Verdict)
}
