package tui

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// An eventMsg is an event of a run, a doneMsg its end.
type eventMsg struct {
	run      int
	exercise string
	event    grader.Event
}

type doneMsg struct {
	run      int
	exercise string
	report   *report.Report
	err      error
}

// runs are the runs of the grader: of each exercise the last one.
type runs struct {
	grader  Grader
	jobs    *jobs
	byID    map[string]*run // the exercise's id
	last    int             // id of the run that was started last
	waiting []queued        // of each exercise one at most
}

// A queued save is graded when nothing else is.
type queued struct {
	exercise *course.Exercise
	save     save
}

func newRuns(g Grader, j *jobs) *runs {
	return &runs{grader: g, jobs: j, byID: make(map[string]*run)}
}

// of is the run on an exercise, or nil.
func (r *runs) of(exercise string) *run { return r.byID[exercise] }

// enqueue has a save graded when its turn comes.
func (r *runs) enqueue(ex *course.Exercise, s save) Cmd {
	if r.byID[ex.ID].active() {
		return r.start(ex, s) // it has begun already, with what is not wanted any more
	}
	r.drop(ex.ID)
	r.waiting = append(r.waiting, queued{ex, s})
	return nil
}

// waits reports whether a save to an exercise has yet to be graded.
func (r *runs) waits(exercise string) bool {
	return slices.ContainsFunc(r.waiting, func(q queued) bool { return q.exercise.ID == exercise })
}

// drop takes an exercise out of those that wait.
func (r *runs) drop(exercise string) {
	r.waiting = slices.DeleteFunc(r.waiting, func(q queued) bool { return q.exercise.ID == exercise })
}

// startWaiting starts a run on an exercise that waits.
func (r *runs) startWaiting(exercise string) Cmd {
	for _, q := range r.waiting {
		if q.exercise.ID == exercise {
			return r.start(q.exercise, q.save)
		}
	}
	return nil
}

// startNext starts a run on what has waited longest, if nothing is being graded.
func (r *runs) startNext() Cmd {
	if len(r.waiting) == 0 {
		return nil
	}
	for _, run := range r.byID {
		if run.active() {
			return nil
		}
	}
	return r.startWaiting(r.waiting[0].exercise.ID)
}

// start starts a run. One on the same exercise that is under way is canceled: a
// newer save supersedes it.
func (r *runs) start(ex *course.Exercise, s save) Cmd {
	r.drop(ex.ID)
	if old := r.byID[ex.ID]; old != nil {
		old.cancel()
	}
	r.last++
	run := newRun(r.last, ex, s)
	ctx, cancel := context.WithCancel(r.jobs.ctx)
	run.cancel = cancel
	r.byID[ex.ID] = run
	id, exercise := run.id, ex.ID
	req := grader.Request{Submissions: []grader.Submission{{Exercise: exercise}}}
	return r.jobs.cmd(func(context.Context) Msg {
		defer cancel()
		rep, err := r.grader.Grade(ctx, req, func(e grader.Event) {
			r.jobs.post(eventMsg{id, exercise, e})
		})
		r.jobs.post(doneMsg{id, exercise, rep, err}) // behind the events
		return nil
	})
}

// live is the run that a message belongs to, or nil when it is stale.
func (r *runs) live(id int, exercise string) *run {
	run := r.byID[exercise]
	if run == nil || run.id != id || run.canceled {
		return nil
	}
	return run
}

// event takes an event of a run. It returns the run, nil when the event is stale,
// and whether this was its verdict.
func (r *runs) event(msg eventMsg) (run *run, verdict bool) {
	run = r.live(msg.run, msg.exercise)
	if run == nil {
		return nil, false
	}
	run.on(msg.event)
	_, verdict = msg.event.(grader.Finished)
	return run, verdict
}

// done takes the end of a run, and returns the same as event: nil, too, when the
// run's events have told its end already.
func (r *runs) done(msg doneMsg) (run *run, verdict bool) {
	run = r.live(msg.run, msg.exercise)
	if !run.active() {
		return nil, false
	}
	if msg.err == nil && msg.report != nil && len(msg.report.Exercises) > 0 {
		run.on(grader.Finished{Exercise: msg.report.Exercises[0]})
		return run, true
	}
	run.err = cmp.Or(msg.err, errors.New("the grader ended without a verdict"))
	return run, false
}

// cancel ends the run on an exercise, if there is one. What it reached stays.
func (r *runs) cancel(exercise string) {
	if run := r.byID[exercise]; run != nil {
		run.cancel()
		run.canceled = true
	}
}

// forget ends the run on an exercise as if there had been none.
func (r *runs) forget(exercise string) {
	r.cancel(exercise)
	r.drop(exercise)
	delete(r.byID, exercise)
}
