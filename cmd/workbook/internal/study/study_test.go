package study_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/backup"
	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// newTestWork is the work on a course, without a screen.
func newTestWork(t *testing.T) (*study.Work, *fake.Progress) {
	t.Helper()
	j := study.NewJobs(t.Context())
	t.Cleanup(j.Cancel)
	store := fake.NewProgress()
	cfg := study.Config{Course: fake.NewCourse(t), Grader: fake.NewGrader(), Progress: store,
		Watch: fake.NewWatcher().AsWatcher, Getenv: fake.NoEnv, Reset: fake.ResetNothing}
	return study.NewWork(cfg.WithDefaults(), j), store
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

// What was just done is shown until it has been written, also when something that was done
// before comes back meanwhile.
func TestWhatIsBeingWrittenStaysShown(t *testing.T) {
	w, _ := newTestWork(t)
	first := w.Keeper.Keep(func() error { return nil })
	_, second := w.SawHints(1)
	require.Equal(t, 1, w.Entry().Hints)
	first()
	w.Update(w.Jobs.Queue[0])
	require.Equal(t, 1, w.Entry().Hints)
	second()
	w.Update(w.Jobs.Queue[1])
	require.Equal(t, 1, w.Entry().Hints)
	require.True(t, w.Keeper.Settled())
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

// Whose folder is gone is told so, and how it comes back, whatever was asked for.
func TestGoneFolderIsSaid(t *testing.T) {
	w, _ := newTestWork(t)
	ex := w.Current
	require.NoError(t, os.RemoveAll(w.Config.Course.ExerciseDir(ex.ID)))
	n, _ := w.Update(w.Ask()())
	require.Equal(t, "Nothing was graded: the folder exercises/"+ex.ID+" is gone; `git checkout -- exercises/"+ex.ID+"` brings it back", n.Notice)

	w.Config.Reset = func(context.Context, string) (string, error) {
		return "", fmt.Errorf("resetting %s: %w", ex.ID, &backup.GoneError{Exercise: ex.ID})
	}
	n, _ = w.Update(w.Reset()())
	require.Equal(t, "Nothing was reset: the folder exercises/"+ex.ID+" is gone; `git checkout -- exercises/"+ex.ID+"` brings it back", n.Notice)
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

func TestVerdictOnAnotherExerciseIsSaid(t *testing.T) {
	w, _ := newTestWork(t)
	ex := w.Current
	w.Update(study.SavedMsg{Exercise: ex, Save: study.Save{Hash: "a"}})
	w.Open(w.Exercises()[1])
	n, keep := w.Update(study.EventMsg{Run: w.Runs.Last, Exercise: ex.ID, Event: grader.Finished{Exercise: fake.Outcome(ex, report.Pass)}})
	require.Equal(t, study.News{Changed: true, Notice: "01 was saved: passed.", There: ex.ID}, n)
	require.NotNil(t, keep)
}

// standingOf is the work in which a folder holds something that is not what passed.
func standingOf(t *testing.T, change func(w *study.Work, ex *course.Exercise)) study.Standing {
	w, store := newTestWork(t)
	ex := w.Exercises()[1]
	require.NoError(t, store.Record(ex.ID, progress.Attempt{Verdict: report.Pass, Hash: "passed"}))
	w.Update(study.KeptMsg{Progress: store.Get()})
	w.Update(study.FoundMsg{Exercise: ex, Save: study.Save{Hash: "another"}})
	change(w, ex)
	return w.Standing(ex.ID)
}

func TestStandings(t *testing.T) {
	require.Equal(t, study.NowChanged, standingOf(t, func(*study.Work, *course.Exercise) {}))
	require.Equal(t, study.NowPassed, standingOf(t, func(w *study.Work, ex *course.Exercise) {
		w.Update(study.FoundMsg{Exercise: ex, Save: study.Save{Hash: "passed"}})
	}))
	require.Equal(t, study.NowGrading, standingOf(t, func(w *study.Work, ex *course.Exercise) {
		w.Update(study.SavedMsg{Exercise: ex, Save: study.Save{Hash: "a third"}})
	}))
	require.Equal(t, study.NowWaiting, standingOf(t, func(w *study.Work, ex *course.Exercise) {
		w.Update(study.SavedMsg{Exercise: w.Current, Save: study.Save{Hash: "a"}})
		w.Update(study.SavedMsg{Exercise: ex, Save: study.Save{Hash: "a third"}})
	}))
	require.Equal(t, study.NowPassed, standingOf(t, func(w *study.Work, ex *course.Exercise) {
		w.Update(study.ResetMsg{Exercise: ex.ID, Hash: "stub"})
	}), "what has passed stays passed when one starts over")
}

func TestOutputsAreWhatWasWritten(t *testing.T) {
	ex := fake.NewCourse(t).Exercises[0]
	run := study.NewRun(1, ex, study.Save{})
	require.Empty(t, run.Outputs(), "there is no verdict")
	for _, e := range fake.Events(fake.Failing(ex)) {
		run.On(e)
	}
	silent := "A silent client delays nobody"
	require.Equal(t, []study.Output{
		{Title: silent + ": sent", Text: `"hi" from B`},
		{Title: silent + ": expected", Text: `"hi" to B`},
		{Title: silent + ": got", Text: "nothing"},
		{Title: silent + " (TestSilentClient): failed", Text: "accepted A\nserving\tA"},
	}, run.Outputs())
}

func TestVerdictsAreKeptAtTheLatestAtTheEnd(t *testing.T) {
	w, store := newTestWork(t)
	ex := w.Current
	w.Update(study.SavedMsg{Exercise: ex, Save: study.Save{Hash: "a"}})
	w.Update(study.EventMsg{Run: w.Runs.Last, Exercise: ex.ID, Event: grader.Finished{Exercise: fake.Outcome(ex, report.Pass)}})
	require.False(t, w.Keeper.Settled())
	require.Empty(t, store.Recorded(), "the command was not run")
	require.NoError(t, w.Close())
	require.Len(t, store.Recorded(), 1)
}
