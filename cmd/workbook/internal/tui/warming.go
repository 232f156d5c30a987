package tui

import (
	"context"
	"errors"
	"fmt"

	"workbook/grader"
)

// A warmMsg says how far the grader's preparation has come, a warmedMsg that it
// is over.
type warmMsg struct {
	race bool
	now  grader.Warming
}

type warmedMsg struct {
	exercise string
	err      error
}

// A warming is the grader's preparation, for one exercise at a time.
type warming struct {
	grader   Grader
	jobs     *jobs
	exercise string // that is prepared for; empty when nothing is
	race     bool   // the race stage's half of it
	now      grader.Warming
	done     map[string]bool // exercises that need no more
}

func newWarming(g Grader, j *jobs) *warming {
	return &warming{grader: g, jobs: j, done: make(map[string]bool)}
}

// start prepares the grader for an exercise, unless it is being prepared already
// or was.
func (w *warming) start(exercise string) Cmd {
	if w.exercise != "" || w.done[exercise] {
		return nil
	}
	w.exercise, w.now, w.race = exercise, grader.Warming{}, false
	return w.jobs.cmd(func(ctx context.Context) Msg {
		warm := func(race bool) error {
			return w.grader.Warm(ctx, exercise, race, func(now grader.Warming) { w.jobs.post(warmMsg{race, now}) })
		}
		err := warm(false)
		if err == nil && w.grader.RaceUnavailable() == nil {
			err = warm(true)
		}
		w.jobs.post(warmedMsg{exercise, err}) // behind the progress
		return nil
	})
}

// end takes the end of the preparation, and returns what the learner should be
// told.
func (w *warming) end(msg warmedMsg) (notice string) {
	w.exercise = ""
	w.done[msg.exercise] = true
	if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
		return "Preparing the grader: " + msg.err.Error()
	}
	return ""
}

// waiting reports whether a verdict has to wait for the preparation.
func (w *warming) waiting() bool { return w.exercise != "" && !w.race && w.now.Done < w.now.Total }

// words say how far it is; empty when there is nothing to wait for.
func (w *warming) words() string {
	if w.exercise == "" || w.now.Done >= w.now.Total {
		return ""
	}
	what := "preparing the grader"
	if w.race {
		what = "preparing the race check"
	}
	return fmt.Sprintf("%s: %d of %d packages", what, w.now.Done, w.now.Total)
}
