package tui

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/fake"
	"workbook/cmd/workbook/internal/progress"
	"workbook/cmd/workbook/internal/study"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// passedWith is a change to the progress: an exercise has passed with a content.
func passedWith(exercise, hash string) func(*program) {
	return func(p *program) {
		err := p.store.Record(exercise, progress.Attempt{Verdict: report.Pass, Hash: hash, Points: 12})
		require.NoError(p.t, err)
	}
}

func TestSaveToAnotherExerciseIsGraded(t *testing.T) {
	inBubble(t, passedWith("02_spawned", "right"), func(p *program) {
		p.shows("01 One client at a time", "1 of 3 passed")
		p.saveTo("02_spawned", "wrong")
		r := p.run()
		require.Equal(t, "02_spawned", r.Exercise)
		p.shows("… 02 A goroutine per client", "grading")
		r.Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[1]))...)
		p.shows("0 of 3 passed", "↓ 02 A goroutine per client", "regressed",
			"02 was saved: failing. Enter goes there.", "01 One client at a time")
		require.Equal(t, progress.Regressed, p.store.Get().Entry("02_spawned").State())
		p.press("\r")
		p.shows("Regressed", "A silent client delays nobody")
		p.lacks("Enter goes there")
		p.quit()
	})
}

func TestWhatChangedWhileNobodyWatchedIsShown(t *testing.T) {
	inBubble(t, passedWith("02_spawned", "what it was"), func(p *program) {
		p.shows("≠ 02 A goroutine per client", "changed")
		p.idle()
		p.press("n")
		require.Equal(t, "02_spawned", p.run().Exercise, "it is graded when it is opened")
		p.quit()
	})
}

func TestTheOpenExerciseIsGradedFirst(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("a")
		open := p.run()
		p.saveTo("02_spawned", "a")
		p.saveTo("05_join", "a")
		p.saveTo("02_spawned", "b")
		p.idle()
		p.shows("waiting")
		open.Tell(fake.Events(fake.Failing(p.cfg.Course.Exercises[0]))...)
		second := p.run()
		require.Equal(t, "05_join", second.Exercise, "one after the other, and of each the newest save")
		p.save("b")
		require.Equal(t, "01_sequential", p.run().Exercise, "who saves what is open does not wait")
		p.quit()
	})
}

func TestWhatWaitsIsGradedWhenItIsOpened(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("a")
		p.run()
		p.saveTo("02_spawned", "a")
		p.press("n")
		require.Equal(t, "02_spawned", p.run().Exercise)
		p.quit()
	})
}

func TestCancelLetsTheNextBegin(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("a")
		p.run()
		p.saveTo("02_spawned", "a")
		p.press("\x1b")
		p.shows("Canceled")
		require.Equal(t, "02_spawned", p.run().Exercise)
		p.quit()
	})
}

func TestNewerSaveElsewhereSupersedes(t *testing.T) {
	inBubble(t, passedWith("02_spawned", "right"), func(p *program) {
		p.saveTo("02_spawned", "wrong")
		first := p.run()
		p.saveTo("02_spawned", "right")
		second := p.run()
		require.ErrorIs(t, first.Ctx.Err(), context.Canceled)
		second.Tell(fake.Events(fake.Outcome(p.cfg.Course.Exercises[1], report.Pass))...)
		p.shows("02 was saved: passed. Enter goes there.")
		p.quit()
	})
}

func TestWhatIsKnownToPassElsewhereIsNotGraded(t *testing.T) {
	inBubble(t, passedWith("02_spawned", "right"), func(p *program) {
		p.save("a")
		p.run()
		p.saveTo("02_spawned", "wrong")
		p.saveTo("02_spawned", "right") // before its turn had come
		p.press("\x1b")
		p.shows("Canceled")
		p.idle()
		p.shows("✓ 02 A goroutine per client")
		p.quit()
	})
}

func TestNoOfferWhileSomethingIsTyped(t *testing.T) {
	s := newScreen(t, 120, 40)
	s.press("/")
	ex := s.work.Exercises()[2]
	s.saveTo(ex.ID, "a")
	s.send(study.EventMsg{Run: s.work.Runs.Last, Exercise: ex.ID, Event: grader.Finished{Exercise: fake.Failing(ex)}})
	require.Contains(t, s.text(), "05 was saved: failing.")
	require.NotContains(t, s.text(), "Enter goes there")
	s.press(strings.Split("accept", "")...)
	s.press("enter")
	require.NotEqual(t, ex, s.work.Current)
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
