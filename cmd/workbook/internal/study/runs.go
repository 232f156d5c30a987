package study

import (
	"cmp"
	"context"
	"slices"

	"workbook/cmd/internal/tr"
	"workbook/grader"
	"workbook/grader/course"
	"workbook/grader/report"
)

// An EventMsg is an event of a run.
type EventMsg struct {
	Run      int
	Exercise string
	Event    grader.Event
}

// A DoneMsg is the end of a run.
type DoneMsg struct {
	Run      int
	Exercise string
	Report   *report.Report
	Err      error
}

// Runs are the runs of the grader: of each exercise the last one.
type Runs struct {
	grader  Grader
	service Service // of the class; nil: there is none
	jobs    *Jobs
	byID    map[string]*Run // the exercise's id
	Last    int             // id of the run that was started last
	waiting []queued        // of each exercise one at most

	begins func() // told when a run begins
	// known gives the schedules under which an exercise has failed before.
	known func(exercise string) map[string]uint64
}

// A queued save is graded when nothing else is.
type queued struct {
	exercise *course.Exercise
	save     Save
}

// NewRuns has none.
func NewRuns(g Grader, j *Jobs) *Runs {
	return &Runs{grader: g, jobs: j, byID: make(map[string]*Run), begins: func() {}, known: func(string) map[string]uint64 { return nil }}
}

// Of is the run on an exercise, or nil.
func (r *Runs) Of(exercise string) *Run { return r.byID[exercise] }

// enqueue has a save graded when its turn comes.
func (r *Runs) enqueue(ex *course.Exercise, s Save) Cmd {
	if r.byID[ex.ID].Active() {
		return r.Start(ex, s) // it has begun already, with what is not wanted any more
	}
	r.drop(ex.ID)
	r.waiting = append(r.waiting, queued{ex, s})
	return nil
}

// waits reports whether a save to an exercise has yet to be graded.
func (r *Runs) waits(exercise string) bool {
	return slices.ContainsFunc(r.waiting, func(q queued) bool { return q.exercise.ID == exercise })
}

// drop takes an exercise out of those that wait.
func (r *Runs) drop(exercise string) {
	r.waiting = slices.DeleteFunc(r.waiting, func(q queued) bool { return q.exercise.ID == exercise })
}

// startWaiting starts a run on an exercise that waits.
func (r *Runs) startWaiting(exercise string) Cmd {
	for _, q := range r.waiting {
		if q.exercise.ID == exercise {
			return r.Start(q.exercise, q.save)
		}
	}
	return nil
}

// startNext starts a run on what has waited longest, if nothing is being graded.
func (r *Runs) startNext() Cmd {
	if len(r.waiting) == 0 {
		return nil
	}
	if r.grading() {
		return nil
	}
	return r.startWaiting(r.waiting[0].exercise.ID)
}

// grading reports whether anything is being graded here.
func (r *Runs) grading() bool {
	for _, run := range r.byID {
		if run.Active() && !run.HandedIn { // that one is graded elsewhere
			return true
		}
	}
	return false
}

// busy reports whether anything is being graded here, or waits for it.
func (r *Runs) busy() bool { return len(r.waiting) > 0 || r.grading() }

// Start starts a run. One on the same exercise that is under way is canceled: a
// newer save supersedes it.
func (r *Runs) Start(ex *course.Exercise, s Save) Cmd { return r.start(ex, s, r.grader) }

// handIn starts a run by the service of the class.
func (r *Runs) handIn(ex *course.Exercise, s Save) Cmd {
	cmd := r.start(ex, s, r.service)
	r.byID[ex.ID].HandedIn = true
	return cmd
}

func (r *Runs) start(ex *course.Exercise, s Save, by Service) Cmd {
	r.drop(ex.ID)
	r.begins()
	if old := r.byID[ex.ID]; old != nil {
		old.Cancel()
	}
	r.Last++
	run := NewRun(r.Last, ex, s)
	ctx, cancel := context.WithCancel(r.jobs.ctx)
	run.Cancel = cancel
	r.byID[ex.ID] = run
	id, exercise := run.ID, ex.ID
	req := grader.Request{Submissions: []grader.Submission{{Exercise: exercise, Known: r.known(exercise)}}, Schedules: grader.DefaultSchedules}
	return r.jobs.Cmd(func(context.Context) Msg {
		defer cancel()
		rep, err := by.Grade(ctx, req, func(e grader.Event) {
			r.jobs.Post(EventMsg{id, exercise, e})
		})
		r.jobs.Post(DoneMsg{id, exercise, rep, err}) // behind the events
		return nil
	})
}

// live is the run that a message belongs to, or nil when it is stale.
func (r *Runs) live(id int, exercise string) *Run {
	run := r.byID[exercise]
	if run == nil || run.ID != id || run.Canceled {
		return nil
	}
	return run
}

// Event takes an event of a run. It returns the run, nil when the event is stale,
// and whether this was its verdict.
func (r *Runs) Event(msg EventMsg) (run *Run, verdict bool) {
	run = r.live(msg.Run, msg.Exercise)
	if run == nil {
		return nil, false
	}
	run.On(msg.Event)
	_, verdict = msg.Event.(grader.Finished)
	return run, verdict
}

// Done takes the end of a run, and returns the same as Event: nil, too, when the
// run's events have told its end already.
func (r *Runs) Done(msg DoneMsg) (run *Run, verdict bool) {
	run = r.live(msg.Run, msg.Exercise)
	if !run.Active() {
		return nil, false
	}
	if msg.Err == nil && msg.Report != nil && len(msg.Report.Exercises) > 0 {
		run.On(grader.Finished{Exercise: msg.Report.Exercises[0]})
		return run, true
	}
	run.Err = cmp.Or(msg.Err, tr.Errorf("the grader ended without a verdict"))
	return run, false
}

// Cancel ends the run on an exercise, if there is one. What it reached stays.
func (r *Runs) Cancel(exercise string) {
	if run := r.byID[exercise]; run != nil {
		run.Cancel()
		run.Canceled = true
	}
}

// Forget ends the run on an exercise as if there had been none.
func (r *Runs) Forget(exercise string) {
	r.Cancel(exercise)
	r.drop(exercise)
	delete(r.byID, exercise)
}

// Run is the run on the open exercise, or nil.
func (w *Work) Run() *Run { return w.Runs.Of(w.Current.ID) }
