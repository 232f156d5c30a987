package study_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader/report"
)

// graded is the work after a verdict on the open exercise.
func graded(w *study.Work, r report.Exercise, hash string) {
	w.Update(study.SavedMsg{Exercise: w.Current, Save: study.Save{Hash: hash, At: fake.SavedAt}})
	for _, e := range fake.Events(r) {
		w.Update(study.EventMsg{Run: w.Runs.Last, Exercise: w.Current.ID, Event: e})
	}
}

func sketching(t *testing.T, f func(w *study.Work, s *fake.Stepper)) {
	synctest.Test(t, func(t *testing.T) {
		s := fake.NewStepper()
		j := study.NewJobs(t.Context())
		defer j.Cancel()
		f(study.NewWork(study.Config{Course: fake.NewCourse(t), Grader: fake.NewGrader(), Progress: fake.NewProgress(), Stepper: s}.WithDefaults(), j), s)
	})
}

// record has the run of the first fault recorded, and gives the news of it.
func record(t *testing.T, w *study.Work, s *fake.Stepper, answer func(*fake.Recording)) study.News {
	t.Helper()
	cmd := w.RecordSketch(0)
	require.NotNil(t, cmd)
	said := make(chan study.Msg, 1)
	go func() { said <- cmd() }()
	answer(<-s.Asked)
	n, _ := w.Update(<-said)
	return n
}

func TestSketches(t *testing.T) {
	sketching(t, func(w *study.Work, s *fake.Stepper) {
		require.Nil(t, w.RecordSketch(0), "nothing is graded")
		graded(w, fake.Queued(w.Current), "first")
		require.Len(t, w.Sketch(0).Lanes, 3, "what was seen is there at once")
		n := record(t, w, s, func(r *fake.Recording) {
			require.Equal(t, "TestSilentClient", r.Check)
			r.Answer(fake.LostUpdate(), nil)
		})
		require.True(t, n.Changed)
		require.Len(t, w.Sketch(0).Lanes, 8, "and then what was recorded")
		require.Nil(t, w.RecordSketch(0), "once is enough")
		_, ok := w.Sketched("TestSilentClient")
		require.True(t, ok)

		graded(w, fake.Queued(w.Current), "second")
		n = record(t, w, s, func(r *fake.Recording) { r.Answer(nil, errors.New("no")) })
		require.False(t, n.Changed)
		require.Len(t, w.Sketch(0).Lanes, 3)
		require.Nil(t, w.RecordSketch(0), "what cannot be recorded is not tried again")
	})
}

// A run in which the check passes says nothing about why it failed.
func TestAPassIsNoSketch(t *testing.T) {
	sketching(t, func(w *study.Work, s *fake.Stepper) {
		graded(w, fake.Queued(w.Current), "first")
		record(t, w, s, func(r *fake.Recording) { r.Answer(fake.Waiting(3), nil) })
		require.Len(t, w.Sketch(0).Lanes, 3)
	})
}

// A recording that nobody has asked for gives way, and does not last for ever.
func TestSketchesGiveWay(t *testing.T) {
	sketching(t, func(w *study.Work, s *fake.Stepper) {
		graded(w, fake.Queued(w.Current), "first")
		record(t, w, s, func(r *fake.Recording) {
			w.Update(study.SavedMsg{Exercise: w.Current, Save: study.Save{Hash: "second", At: fake.SavedAt}})
			<-r.Ctx.Done()
		})
		require.Nil(t, w.RecordSketch(0), "it is being graded")
		for _, e := range fake.Events(fake.Queued(w.Current)) {
			w.Update(study.EventMsg{Run: w.Runs.Last, Exercise: w.Current.ID, Event: e})
		}
		n := record(t, w, s, func(r *fake.Recording) {
			_, bounded := r.Ctx.Deadline()
			require.True(t, bounded)
			<-r.Ctx.Done() // of the bubble's time
		})
		require.False(t, n.Changed)
	})
}

func TestBefore(t *testing.T) {
	sketching(t, func(w *study.Work, s *fake.Stepper) {
		_, ok := w.Before("TestSilentClient")
		require.False(t, ok)
		graded(w, fake.Queued(w.Current), "first")
		require.Empty(t, w.Mended(), "it fails still")
		record(t, w, s, func(r *fake.Recording) { r.Answer(fake.LostUpdate(), nil) })
		graded(w, fake.Outcome(w.Current, report.Pass), "second")
		require.Len(t, w.Mended(), 1)
		d, ok := w.Before("TestSilentClient")
		require.True(t, ok)
		require.NotNil(t, d.Record, "the best that there was of it")
		require.True(t, d.Verdict().Failed())

		graded(w, fake.Outcome(w.Current, report.Pass), "third")
		require.Empty(t, w.Mended(), "it passed before, too")
		_, ok = w.Before("TestSilentClient")
		require.True(t, ok, "it can be looked at still")
		graded(w, fake.Queued(w.Current), "fourth")
		graded(w, fake.Outcome(w.Current, report.Pass), "fifth")
		require.Len(t, w.Mended(), 1, "it failed again, and was mended again")
	})
}

func TestNothingRan(t *testing.T) {
	sketching(t, func(w *study.Work, _ *fake.Stepper) {
		r := fake.Outcome(w.Current, report.Fail)
		for i := range r.Checks {
			r.Checks[i].Verdict, r.Checks[i].Events = report.NotRun, nil // the function has another signature
		}
		graded(w, r, "first")
		checks, why := w.Viewable()
		require.Empty(t, checks)
		require.Contains(t, why, "Nothing has run")
	})
}
