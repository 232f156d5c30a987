package tui

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"workbook/cmd/workbook/internal/progress"
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
		require.Equal(t, "02_spawned", r.exercise)
		p.shows("… 02 A goroutine per client", "grading")
		r.tell(events(failing(p.cfg.Course.Exercises[1]))...)
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
		require.Equal(t, "02_spawned", p.run().exercise, "it is graded when it is opened")
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
		open.tell(events(failing(p.cfg.Course.Exercises[0]))...)
		second := p.run()
		require.Equal(t, "05_join", second.exercise, "one after the other, and of each the newest save")
		p.save("b")
		require.Equal(t, "01_sequential", p.run().exercise, "who saves what is open does not wait")
		p.quit()
	})
}

func TestWhatWaitsIsGradedWhenItIsOpened(t *testing.T) {
	inBubble(t, nil, func(p *program) {
		p.save("a")
		p.run()
		p.saveTo("02_spawned", "a")
		p.press("n")
		require.Equal(t, "02_spawned", p.run().exercise)
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
		require.Equal(t, "02_spawned", p.run().exercise)
		p.quit()
	})
}

func TestNewerSaveElsewhereSupersedes(t *testing.T) {
	inBubble(t, passedWith("02_spawned", "right"), func(p *program) {
		p.saveTo("02_spawned", "wrong")
		first := p.run()
		p.saveTo("02_spawned", "right")
		second := p.run()
		require.ErrorIs(t, first.ctx.Err(), context.Canceled)
		second.tell(events(outcome(p.cfg.Course.Exercises[1], report.Pass))...)
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
	ex := s.work.exercises()[2]
	s.saveTo(ex.ID, "a")
	s.send(eventMsg{s.work.runs.last, ex.ID, grader.Finished{Exercise: failing(ex)}})
	require.Contains(t, s.text(), "05 was saved: failing.")
	require.NotContains(t, s.text(), "Enter goes there")
	s.press(strings.Split("accept", "")...)
	s.press("enter")
	require.NotEqual(t, ex, s.work.current)
}

func TestVerdictOnAnotherExerciseIsSaid(t *testing.T) {
	w, _ := newTestWork(t)
	ex := w.current
	w.update(savedMsg{exercise: ex, save: save{hash: "a"}})
	w.open(w.exercises()[1])
	n, keep := w.update(eventMsg{w.runs.last, ex.ID, grader.Finished{Exercise: outcome(ex, report.Pass)}})
	require.Equal(t, news{changed: true, notice: "01 was saved: passed.", there: ex.ID}, n)
	require.NotNil(t, keep)
}

// standingOf is the work in which a folder holds something that is not what passed.
func standingOf(t *testing.T, change func(w *work, ex *course.Exercise)) standing {
	w, store := newTestWork(t)
	ex := w.exercises()[1]
	require.NoError(t, store.Record(ex.ID, progress.Attempt{Verdict: report.Pass, Hash: "passed"}))
	w.update(keptMsg{progress: store.Get()})
	w.update(foundMsg{exercise: ex, save: save{hash: "another"}})
	change(w, ex)
	return w.standing(ex.ID)
}

func TestStandings(t *testing.T) {
	require.Equal(t, nowChanged, standingOf(t, func(*work, *course.Exercise) {}))
	require.Equal(t, nowPassed, standingOf(t, func(w *work, ex *course.Exercise) {
		w.update(foundMsg{exercise: ex, save: save{hash: "passed"}})
	}))
	require.Equal(t, nowGrading, standingOf(t, func(w *work, ex *course.Exercise) {
		w.update(savedMsg{exercise: ex, save: save{hash: "a third"}})
	}))
	require.Equal(t, nowWaiting, standingOf(t, func(w *work, ex *course.Exercise) {
		w.update(savedMsg{exercise: w.current, save: save{hash: "a"}})
		w.update(savedMsg{exercise: ex, save: save{hash: "a third"}})
	}))
	require.Equal(t, nowPassed, standingOf(t, func(w *work, ex *course.Exercise) {
		w.update(resetMsg{exercise: ex.ID, hash: "stub"})
	}), "what has passed stays passed when one starts over")
}
