package study

import (
	"context"
	"errors"
	"maps"
	"slices"
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

	writing sync.Mutex     // held while it is changed on disk
	pending map[int]change // those that have not come back
	last    int            // names the last change
}

// A change is one to the progress.
type change struct {
	write func() error               // makes it on disk, once
	show  func(p *progress.Progress) // makes it here at once; nil: it is seen when it has come back
}

func newKeeper(store Progress, j *Jobs) *keeper {
	return &keeper{store: store, jobs: j, Progress: store.Get(), pending: make(map[int]change)}
}

// Keep makes a change to the progress on disk, and brings the progress back. A
// change that has not come back when the program ends is made then; see
// [Work.Close].
func (k *keeper) Keep(write func() error) Cmd { return k.keep(write, nil) }

// keep is Keep of a change that is shown before it has been written.
func (k *keeper) keep(write func() error, show func(*progress.Progress)) Cmd {
	k.last++
	id := k.last
	once := sync.OnceValue(write)
	k.pending[id] = change{once, show}
	k.shows(show)
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

// Flush makes the changes that are still to be made.
func (k *keeper) Flush() error {
	var errs []error
	for _, id := range k.waiting() {
		errs = append(errs, k.pending[id].write())
		delete(k.pending, id)
	}
	return errors.Join(errs...)
}

// kept takes what has come back, and returns what the learner should be told.
func (k *keeper) kept(msg KeptMsg) (notice string) {
	delete(k.pending, msg.change)
	k.Progress = msg.Progress
	for _, id := range k.waiting() { // what came back does not have these yet
		k.shows(k.pending[id].show)
	}
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
	a.Asked = r.asked
	return k.keep(func() error { return k.store.Record(r.exercise, a) }, func(p *progress.Progress) {
		p.Exercises[r.exercise] = p.Entry(r.exercise).With(a)
	})
}

// sawHints keeps that the first n hints of an exercise have been seen. That shows
// at once, before it has been written.
func (k *keeper) sawHints(exercise string, n int) Cmd {
	if k.Progress.Entry(exercise).Hints >= n {
		return nil
	}
	return k.keep(func() error { return k.store.SawHints(exercise, n) }, func(p *progress.Progress) {
		e := p.Entry(exercise)
		e.Hints = n
		p.Exercises[exercise] = e
	})
}

// shows changes the progress here and not on disk.
func (k *keeper) shows(show func(*progress.Progress)) {
	if show == nil {
		return
	}
	p := k.Progress.Clone()
	if p.Exercises == nil {
		p.Exercises = make(map[string]progress.Entry)
	}
	show(&p)
	k.Progress = p
}

// waiting names the changes that have not come back, in the order in which they were made.
func (k *keeper) waiting() []int { return slices.Sorted(maps.Keys(k.pending)) }
