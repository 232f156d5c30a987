// Package queue says whose submission is graded next: everybody has a turn, however much
// others hand in, and of each person one submission at a time is graded.
//
//	q := queue.New(queue.Limits{All: 1000, Each: 40})
//	err := q.Add(queue.Item{ID: 7, Owner: 3})
//	…
//	item, err := q.Next(ctx) // waits
//	…
//	q.Done(item)
//
// It is in memory only: what waits is in the store, from which it is filled again.
package queue

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// An Item is something that waits.
type Item struct{ ID, Owner int64 }

// Limits say how much may wait.
type Limits struct {
	All  int // items
	Each int // items of one owner
}

// Why an item is not taken.
var (
	ErrFull      = errors.New("the queue is full")
	ErrOwnerFull = errors.New("too much of the same person waits already")
)

// A Queue is safe for concurrent use.
type Queue struct {
	limits Limits

	mu      sync.Mutex
	waiting map[int64][]int64 // by owner, in the order of Add
	turns   []int64           // owners with something that waits; the first is next
	busy    map[int64]bool    // owners of whom something is graded
	length  int
	changed chan struct{} // closed at the next change
}

// New is an empty queue.
func New(l Limits) *Queue {
	return &Queue{limits: l, waiting: map[int64][]int64{}, busy: map[int64]bool{}, changed: make(chan struct{})}
}

// Room says whether one more of that owner may wait.
func (q *Queue) Room(owner int64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.room(owner)
}

func (q *Queue) room(owner int64) error {
	switch {
	case len(q.waiting[owner]) >= q.limits.Each:
		return ErrOwnerFull
	case q.length >= q.limits.All:
		return ErrFull
	}
	return nil
}

// Add has an item wait, whether there is room or not: what was acknowledged may not be
// turned away. Ask [Queue.Room] before.
func (q *Queue) Add(it Item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting[it.Owner]) == 0 {
		q.turns = append(q.turns, it.Owner)
	}
	q.waiting[it.Owner] = append(q.waiting[it.Owner], it.ID)
	q.length++
	q.tell()
}

// Next waits for the next item whose turn it is. [Queue.Done] must be called with it.
func (q *Queue) Next(ctx context.Context) (Item, error) {
	for {
		it, changed, ok := q.take()
		if ok {
			return it, nil
		}
		select {
		case <-ctx.Done():
			return Item{}, ctx.Err()
		case <-changed:
		}
	}
}

// take takes the first item of the first owner who is not busy, who goes to the end of
// the turns.
func (q *Queue) take() (it Item, changed <-chan struct{}, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.IndexFunc(q.turns, func(owner int64) bool { return !q.busy[owner] })
	if i < 0 {
		return Item{}, q.changed, false
	}
	owner := q.turns[i]
	q.turns = slices.Delete(q.turns, i, i+1)
	it = Item{ID: q.waiting[owner][0], Owner: owner}
	if rest := q.waiting[owner][1:]; len(rest) > 0 {
		q.waiting[owner] = rest
		q.turns = append(q.turns, owner)
	} else {
		delete(q.waiting, owner)
	}
	q.busy[owner] = true
	q.length--
	q.tell()
	return it, nil, true
}

// Done says that an item of [Queue.Next] is no longer worked on.
func (q *Queue) Done(it Item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.busy, it.Owner)
	q.tell()
}

func (q *Queue) tell() {
	close(q.changed)
	q.changed = make(chan struct{})
}

// Changed is closed when the queue is not any more as it is now.
func (q *Queue) Changed() <-chan struct{} {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.changed
}

// Len is how many items wait.
func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.length
}

// Ahead is how many items have their turn before one that waits; false when it does not
// wait. Others may overtake it while its owner is busy.
func (q *Queue) Ahead(it Item) (n int, waits bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	own := slices.Index(q.waiting[it.Owner], it.ID) // rounds until it has its turn
	if own < 0 {
		return 0, false
	}
	n = own
	mine := slices.Index(q.turns, it.Owner)
	for i, owner := range q.turns {
		switch waits := len(q.waiting[owner]); {
		case i < mine:
			n += min(waits, own+1)
		case i > mine:
			n += min(waits, own)
		}
	}
	return n, true
}
