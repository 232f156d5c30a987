package tui

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// newTestRuns has started a run on an exercise.
func newTestRuns(t *testing.T) (*runs, *course.Exercise) {
	t.Helper()
	j := newJobs(t.Context())
	t.Cleanup(j.cancel)
	r, ex := newRuns(newFakeGrader(), j), newCourse(t).Exercises[0]
	r.start(ex, save{hash: "first", at: savedAt})
	return r, ex
}

// ignores holds that nothing the run of an id says is taken.
func ignores(t *testing.T, r *runs, id int, ex *course.Exercise) {
	t.Helper()
	for _, e := range events(failing(ex)) {
		run, verdict := r.event(eventMsg{id, ex.ID, e})
		require.Nil(t, run)
		require.False(t, verdict)
	}
	for _, end := range []doneMsg{
		{err: context.Canceled},
		{report: &report.Report{Exercises: []report.Exercise{failing(ex)}}},
	} {
		end.run, end.exercise = id, ex.ID
		run, verdict := r.done(end)
		require.Nil(t, run)
		require.False(t, verdict)
	}
}

func TestRunIsFoldedFromItsEvents(t *testing.T) {
	r, ex := newTestRuns(t)
	all := events(outcome(ex, report.Pass))
	for _, e := range all[:len(all)-1] {
		run, verdict := r.event(eventMsg{r.last, ex.ID, e})
		require.False(t, verdict)
		require.True(t, run.active())
		require.False(t, run.passed(), "a provisional pass is none")
	}
	run, verdict := r.event(eventMsg{r.last, ex.ID, all[len(all)-1]})
	require.True(t, verdict)
	require.True(t, run.passed())
	require.False(t, run.active())
	require.Equal(t, "first", run.hash)

	run, verdict = r.done(doneMsg{run: r.last, exercise: ex.ID, err: errors.New("too late")})
	require.Nil(t, run, "its end is known")
	require.False(t, verdict)
	require.NoError(t, r.of(ex.ID).err)
}

func TestSupersededRunIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	first := r.of(ex.ID)
	ended := false
	first.cancel = func() { ended = true }
	r.start(ex, save{hash: "second"})
	require.True(t, ended)
	ignores(t, r, first.id, ex)
	require.True(t, r.of(ex.ID).active())
	require.Nil(t, r.of(ex.ID).result)
}

func TestCanceledRunIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	r.cancel(ex.ID)
	require.False(t, r.of(ex.ID).active())
	ignores(t, r, r.last, ex)
	r.cancel("no such exercise")
}

func TestForgottenRunIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	r.forget(ex.ID)
	require.Nil(t, r.of(ex.ID))
	ignores(t, r, r.last, ex)
	require.False(t, r.of(ex.ID).active())
}

func TestRunOfAnotherExerciseIsIgnored(t *testing.T) {
	r, ex := newTestRuns(t)
	another := *ex
	another.ID = "02_spawned"
	ignores(t, r, r.last, &another)
	require.True(t, r.of(ex.ID).active())
}

// newTestWork is the work on a course, without a screen.
func newTestWork(t *testing.T) (*work, *fakeProgress) {
	t.Helper()
	j := newJobs(t.Context())
	t.Cleanup(j.cancel)
	store := newFakeProgress()
	cfg := Config{Course: newCourse(t), Grader: newFakeGrader(), Progress: store,
		Watch: newFakeWatcher().asWatcher, Getenv: noEnv, Reset: resetNothing}
	return newWork(cfg.withDefaults().setup(), j), store
}

func TestWorkNeedsNoScreen(t *testing.T) {
	w, store := newTestWork(t)
	ex := w.current
	n, _ := w.update(savedMsg{exercise: w.current, save: save{hash: "a", at: savedAt}})
	require.Equal(t, news{changed: true, started: true, saved: true}, n)
	all := events(failing(ex))
	for _, e := range all[:len(all)-1] {
		n, cmd := w.update(eventMsg{w.runs.last, ex.ID, e})
		require.Equal(t, news{changed: true}, n)
		require.Nil(t, cmd)
	}
	n, keep := w.update(eventMsg{w.runs.last, ex.ID, all[len(all)-1]})
	require.Equal(t, news{changed: true}, n)
	keep()
	require.Equal(t, report.Fail, store.recorded()[0].Verdict)
	n, _ = w.update(w.jobs.queue[0])
	require.Equal(t, news{changed: true}, n)
	require.Equal(t, 4, w.entry().Points)
}

func TestStaleResultsAreNoNews(t *testing.T) {
	w, _ := newTestWork(t)
	ex := w.current
	w.update(savedMsg{exercise: ex, save: save{hash: "a"}})
	run := w.runs.last
	w.update(savedMsg{exercise: ex, asked: true, save: save{hash: "b"}})
	require.NotEqual(t, run, w.runs.last)
	for _, msg := range []any{
		eventMsg{run, ex.ID, grader.Finished{Exercise: failing(ex)}},
		doneMsg{run: run, exercise: ex.ID, err: context.Canceled},
	} {
		n, cmd := w.update(msg)
		require.Zero(t, n, "%T", msg)
		require.Nil(t, cmd, "%T", msg)
	}
}

func TestWhatAResetLeftIsNotGraded(t *testing.T) {
	w, _ := newTestWork(t)
	saved := func(hash string) news {
		n, _ := w.update(savedMsg{exercise: w.current, save: save{hash: hash}})
		return n
	}
	saved("mine")
	w.reset()
	require.Zero(t, saved("half of the stub"), "while it is being reset")
	n, _ := w.update(resetMsg{exercise: w.current.ID, hash: "stub"})
	require.True(t, n.reset)
	require.Nil(t, w.run())
	require.Zero(t, saved("stub"))
	require.True(t, saved("the next edit").started)
}
