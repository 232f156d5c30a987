package tui

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
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

// newTestWork is the work on a course, without a screen.
func newTestWork(t *testing.T) (*study.Work, *fake.Progress) {
	t.Helper()
	j := study.NewJobs(t.Context())
	t.Cleanup(j.Cancel)
	store := fake.NewProgress()
	cfg := Config{Course: fake.NewCourse(t), Grader: fake.NewGrader(), Progress: store,
		Watch: fake.NewWatcher().AsWatcher, Getenv: fake.NoEnv, Reset: fake.ResetNothing}
	return study.NewWork(cfg.withDefaults().setup(), j), store
}

func TestWorkNeedsNoScreen(t *testing.T) {
	w, store := newTestWork(t)
	ex := w.Current
	n, _ := w.Update(study.SavedMsg{Exercise: w.Current, Save: study.Save{Hash: "a", At: fake.SavedAt}})
	require.Equal(t, study.News{Changed: true, Started: true, Saved: true}, n)
	all := fake.Events(fake.Failing(ex))
	for _, e := range all[:len(all)-1] {
		n, cmd := w.Update(study.EventMsg{Run: w.Runs.Last, Exercise: ex.ID, Event: e})
		require.Equal(t, study.News{Changed: true}, n)
		require.Nil(t, cmd)
	}
	n, keep := w.Update(study.EventMsg{Run: w.Runs.Last, Exercise: ex.ID, Event: all[len(all)-1]})
	require.Equal(t, study.News{Changed: true}, n)
	keep()
	require.Equal(t, report.Fail, store.Recorded()[0].Verdict)
	n, _ = w.Update(w.Jobs.Queue[0])
	require.Equal(t, study.News{Changed: true}, n)
	require.Equal(t, 4, w.Entry().Points)
}

func TestStaleResultsAreNoNews(t *testing.T) {
	w, _ := newTestWork(t)
	ex := w.Current
	w.Update(study.SavedMsg{Exercise: ex, Save: study.Save{Hash: "a"}})
	run := w.Runs.Last
	w.Update(study.SavedMsg{Exercise: ex, Asked: true, Save: study.Save{Hash: "b"}})
	require.NotEqual(t, run, w.Runs.Last)
	for _, msg := range []any{
		study.EventMsg{Run: run, Exercise: ex.ID, Event: grader.Finished{Exercise: fake.Failing(ex)}},
		study.DoneMsg{Run: run, Exercise: ex.ID, Err: context.Canceled},
	} {
		n, cmd := w.Update(msg)
		require.Zero(t, n, "%T", msg)
		require.Nil(t, cmd, "%T", msg)
	}
}

func TestWhatAResetLeftIsNotGraded(t *testing.T) {
	w, _ := newTestWork(t)
	saved := func(hash string) study.News {
		n, _ := w.Update(study.SavedMsg{Exercise: w.Current, Save: study.Save{Hash: hash}})
		return n
	}
	saved("mine")
	w.Reset()
	require.Zero(t, saved("half of the stub"), "while it is being reset")
	n, _ := w.Update(study.ResetMsg{Exercise: w.Current.ID, Hash: "stub"})
	require.True(t, n.Reset)
	require.Nil(t, w.Run())
	require.Zero(t, saved("stub"))
	require.True(t, saved("the next edit").Started)
}
