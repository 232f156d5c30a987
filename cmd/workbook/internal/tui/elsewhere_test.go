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
