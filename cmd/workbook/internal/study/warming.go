package study

import (
	"context"
	"errors"

	"workbook/cmd/internal/tr"
	"workbook/grader"
)

// A WarmMsg says how far the grader's preparation has come, a warmedMsg that it
// is over.
type WarmMsg struct {
	Race bool
	Now  grader.Warming
}

type warmedMsg struct {
	exercise string
	err      error
}

// A warming is the grader's preparation, for one exercise at a time.
type warming struct {
	grader   Grader
	jobs     *Jobs
	Exercise string // that is prepared for; empty when nothing is
	race     bool   // the race stage's half of it
	now      grader.Warming
	done     map[string]bool // exercises that need no more
	still    bool            // it does not count
}

func newWarming(g Grader, still bool, j *Jobs) *warming {
	return &warming{grader: g, jobs: j, still: still, done: make(map[string]bool)}
}

// start prepares the grader for an exercise, unless it is being prepared already
// or was.
func (w *warming) start(exercise string) Cmd {
	if w.Exercise != "" || w.done[exercise] {
		return nil
	}
	w.Exercise, w.now, w.race = exercise, grader.Warming{}, false
	return w.jobs.Cmd(func(ctx context.Context) Msg {
		warm := func(race bool) error {
			return w.grader.Warm(ctx, exercise, race, func(now grader.Warming) { w.jobs.Post(WarmMsg{race, now}) })
		}
		err := warm(false)
		if err == nil && w.grader.RaceUnavailable() == nil {
			err = warm(true)
		}
		w.jobs.Post(warmedMsg{exercise, err}) // behind the progress
		return nil
	})
}

// end takes the end of the preparation, and returns what the learner should be
// told.
func (w *warming) end(msg warmedMsg) (notice string) {
	w.Exercise = ""
	w.done[msg.exercise] = true
	if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
		return tr.T("Preparing the grader: %s", msg.err.Error())
	}
	return ""
}

// Waiting reports whether a verdict has to wait for the preparation.
func (w *warming) Waiting() bool { return w.Exercise != "" && !w.race && w.now.Done < w.now.Total }

// Words say how far it is; empty when there is nothing to wait for.
func (w *warming) Words() string {
	if w.Exercise == "" || w.now.Done >= w.now.Total {
		return ""
	}
	what := tr.T("preparing the grader")
	if w.race {
		what = tr.T("preparing the race check")
	}
	if w.still {
		return what
	}
	return tr.T("%s: %d of %d packages", what, w.now.Done, w.now.Total)
}
