package study

import (
	"context"
	"errors"
	"sync"

	"workbook/cmd/internal/tr"
	"workbook/cmd/workbook/internal/progress"
)

// A KeptMsg carries the progress after something was added to it.
type KeptMsg struct {
	change   int
	Progress progress.Progress
	notice   string
	err      error
}

// A keeper keeps the learner's progress, here and on disk.
type keeper struct {
	store    Progress
	jobs     *Jobs
	Progress progress.Progress

	writing sync.Mutex           // held while it is changed on disk
	pending map[int]func() error // changes that have not come back
	last    int                  // names the last change
}

func newKeeper(store Progress, j *Jobs) *keeper {
	return &keeper{store: store, jobs: j, Progress: store.Get(), pending: make(map[int]func() error)}
}

// Keep makes a change to the progress on disk, and brings the progress back. A
// change that has not come back when the program ends is made then; see
// [Work.Close].
func (k *keeper) Keep(change func() error) Cmd {
	k.last++
	id := k.last
	once := sync.OnceValue(change)
	k.pending[id] = once
	return k.jobs.Cmd(func(context.Context) Msg {
		k.writing.Lock() // so that the newest progress is posted last
		defer k.writing.Unlock()
		err := once()
		k.jobs.Post(KeptMsg{id, k.store.Get(), k.store.Notice(), err})
		return nil
	})
}

// Settled reports whether Progress holds all that was to be kept.
func (k *keeper) Settled() bool { return len(k.pending) == 0 }

// flush makes the changes that are still to be made.
func (k *keeper) flush() error {
	var errs []error
	for _, change := range k.pending {
		errs = append(errs, change())
	}
	return errors.Join(errs...)
}

// kept takes what has come back, and returns what the learner should be told.
func (k *keeper) kept(msg KeptMsg) (notice string) {
	delete(k.pending, msg.change)
	k.Progress = msg.Progress
	if msg.err != nil {
		return tr.T("Progress is not saved: %s", msg.err.Error())
	}
	return msg.notice
}

// Begin keeps that there was a first start.
func (k *keeper) Begin() Cmd { return k.Keep(k.store.Begin) }

// record keeps a verdict. It shows at once, before it has been written.
func (k *keeper) record(r *Run) Cmd {
	a := progress.AttemptOf(*r.Result, r.Hash)
	k.show(r.exercise, func(e progress.Entry) progress.Entry { return e.With(a) })
	return k.Keep(func() error { return k.store.Record(r.exercise, a) })
}

// sawHints keeps that the first n hints of an exercise have been seen. That shows
// at once, before it has been written.
func (k *keeper) sawHints(exercise string, n int) Cmd {
	if k.Progress.Entry(exercise).Hints >= n {
		return nil
	}
	k.show(exercise, func(e progress.Entry) progress.Entry { e.Hints = n; return e })
	return k.Keep(func() error { return k.store.SawHints(exercise, n) })
}

// show changes the progress here and not on disk.
func (k *keeper) show(exercise string, change func(progress.Entry) progress.Entry) {
	p := k.Progress.Clone()
	if p.Exercises == nil {
		p.Exercises = make(map[string]progress.Entry)
	}
	p.Exercises[exercise] = change(p.Exercises[exercise])
	k.Progress = p
}
