package study_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/course"
	"workbook/grader/report"
)

// newTestRuns has started a run on an exercise.
func newTestRuns(t *testing.T) (*study.Runs, *course.Exercise) {
	t.Helper()
	j := study.NewJobs(t.Context())
	t.Cleanup(j.Cancel)
	r, ex := study.NewRuns(fake.NewGrader(), j), fake.NewCourse(t).Exercises[0]
	r.Start(ex, study.Save{Hash: "first", At: fake.SavedAt})
	return r, ex
}

// ignores holds that nothing the run of an id says is taken.
func ignores(t *testing.T, r *study.Runs, id int, ex *course.Exercise) {
	t.Helper()
	for _, e := range fake.Events(fake.Failing(ex)) {
		run, verdict := r.Event(study.EventMsg{Run: id, Exercise: ex.ID, Event: e})
		require.Nil(t, run)
		require.False(t, verdict)
	}
	for _, end := range []study.DoneMsg{
		{Err: context.Canceled},
		{Report: &report.Report{Exercises: []report.Exercise{fake.Failing(ex)}}},
	} {
		end.Run, end.Exercise = id, ex.ID
		run, verdict := r.Done(end)
		require.Nil(t, run)
		require.False(t, verdict)
	}
}

func TestRunIsFoldedFromItsEvents(t *testing.T) {
	r, ex := newTestRuns(t)
	all := fake.Events(fake.Outcome(ex, report.Pass))
	for _, e := range all[:len(all)-1] {
		run, verdict := r.Event(study.EventMsg{Run: r.Last, Exercise: ex.ID, Event: e})
		require.False(t, verdict)
		require.True(t, run.Active())
		require.False(t, run.Passed(), "a provisional pass is none")
	}
	run, verdict := r.Event(study.EventMsg{Run: r.Last, Exercise: ex.ID, Event: all[len(all)-1]})
	require.True(t, verdict)
	require.True(t, run.Passed())
	require.False(t, run.Active())
	require.Equal(t, "first", run.Hash)

	run, verdict = r.Done(study.DoneMsg{Run: r.Last, Exercise: ex.ID, Err: errors.New("too late")})
	require.Nil(t, run, "its end is known")
	require.False(t, verdict)
	require.NoError(t, r.Of(ex.ID).Err)
}

func TestSupersededRunIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	first := r.Of(ex.ID)
	ended := false
	first.Cancel = func() { ended = true }
	r.Start(ex, study.Save{Hash: "second"})
	require.True(t, ended)
	ignores(t, r, first.ID, ex)
	require.True(t, r.Of(ex.ID).Active())
	require.Nil(t, r.Of(ex.ID).Result)
}

func TestCanceledRunIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	r.Cancel(ex.ID)
	require.False(t, r.Of(ex.ID).Active())
	ignores(t, r, r.Last, ex)
	r.Cancel("no such exercise")
}

func TestForgottenRunIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	r.Forget(ex.ID)
	require.Nil(t, r.Of(ex.ID))
	ignores(t, r, r.Last, ex)
	require.False(t, r.Of(ex.ID).Active())
}

func TestRunOfAnotherExerciseIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	another := *ex
	another.ID = "02_spawned"
	ignores(t, r, r.Last, &another)
	require.True(t, r.Of(ex.ID).Active())
}

func TestFaults(t *testing.T) {
	ex := fake.NewCourse(t).Exercises[0]
	titles := func(r report.Exercise) (out []string) {
		run := study.NewRun(1, ex, study.Save{})
		for _, e := range fake.Events(r) {
			run.On(e)
		}
		for _, f := range run.Faults() {
			out = append(out, f.Title+f.Message)
		}
		return out
	}
	require.Equal(t, []string{"undefined: lsn", "declared and not used: conn"}, titles(fake.CompileError(ex)))
	require.Len(t, titles(fake.Raced(ex)), 1)
	require.Empty(t, titles(fake.Outcome(ex, report.Pass)))
	other := fake.Outcome(ex, report.GraderError)
	other.Message = "The disk is full."
	require.Equal(t, []string{"The disk is full."}, titles(other))
	var none *study.Run
	require.Empty(t, none.Faults())
	file, _ := none.Position(3)
	require.Empty(t, file)
}
