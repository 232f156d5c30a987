package tui

import (
	"context"
	"errors"
	"sync"

	"workbook/cmd/workbook/internal/progress"
)

// A keptMsg carries the progress after something was added to it.
type keptMsg struct {
	change   int
	progress progress.Progress
	notice   string
	err      error
}

// A keeper keeps the learner's progress, here and on disk.
type keeper struct {
	store    Progress
	jobs     *jobs
	progress progress.Progress

	writing sync.Mutex           // held while it is changed on disk
	pending map[int]func() error // changes that have not come back
	last    int                  // names the last change
}

func newKeeper(store Progress, j *jobs) *keeper {
	return &keeper{store: store, jobs: j, progress: store.Get(), pending: make(map[int]func() error)}
}

// keep makes a change to the progress on disk, and brings the progress back. A
// change that has not come back when the program ends is made then; see
// [keeper.flush].
func (k *keeper) keep(change func() error) Cmd {
	k.last++
	id := k.last
	once := sync.OnceValue(change)
	k.pending[id] = once
	return k.jobs.cmd(func(context.Context) Msg {
		k.writing.Lock() // so that the newest progress is posted last
		defer k.writing.Unlock()
		err := once()
		k.jobs.post(keptMsg{id, k.store.Get(), k.store.Notice(), err})
		return nil
	})
}

// flush makes the changes that are still to be made.
func (k *keeper) flush() error {
	var errs []error
	for _, change := range k.pending {
		errs = append(errs, change())
	}
	return errors.Join(errs...)
}

// kept takes what has come back, and returns what the learner should be told.
func (k *keeper) kept(msg keptMsg) (notice string) {
	delete(k.pending, msg.change)
	k.progress = msg.progress
	if msg.err != nil {
		return "Progress is not saved: " + msg.err.Error()
	}
	return msg.notice
}

// begin keeps that there was a first start.
func (k *keeper) begin() Cmd { return k.keep(k.store.Begin) }

// record keeps a verdict. It shows at once, before it has been written.
func (k *keeper) record(r *run) Cmd {
	a := progress.Attempt{Verdict: r.result.Verdict, Hash: r.hash, Points: r.result.Points}
	k.show(r.exercise, func(e progress.Entry) progress.Entry { return e.With(a) })
	return k.keep(func() error { return k.store.Record(r.exercise, a) })
}

// sawHints keeps that the first n hints of an exercise have been seen. That shows
// at once, before it has been written.
func (k *keeper) sawHints(exercise string, n int) Cmd {
	if k.progress.Entry(exercise).Hints >= n {
		return nil
	}
	k.show(exercise, func(e progress.Entry) progress.Entry { e.Hints = n; return e })
	return k.keep(func() error { return k.store.SawHints(exercise, n) })
}

// show changes the progress here and not on disk.
func (k *keeper) show(exercise string, change func(progress.Entry) progress.Entry) {
	p := k.progress.Clone()
	if p.Exercises == nil {
		p.Exercises = make(map[string]progress.Entry)
	}
	p.Exercises[exercise] = change(p.Exercises[exercise])
	k.progress = p
}
