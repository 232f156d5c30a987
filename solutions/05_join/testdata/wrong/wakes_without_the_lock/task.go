// The end is noted and told without the lock that joiners look under: one that has
// looked, and does not wait yet, misses it.
//
//workbook:caught-by schedules
package task

import (
	"sync"
	"sync/atomic"
)

type Handle[T any] struct {
	value T
	over  atomic.Bool
	mu    sync.Mutex
	ended *sync.Cond
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.ended = sync.NewCond(&h.mu)
	go func() {
		h.value = f()
		h.over.Store(true)
		h.ended.Broadcast()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !h.over.Load() {
		h.ended.Wait()
	}
	return h.value, nil
}
