// Signal wakes one of those who wait, and the others sleep on.
//
//workbook:caught-by TestManyJoiners
package task

import "sync"

type Handle[T any] struct {
	mu    sync.Mutex
	over  *sync.Cond
	done  bool
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.over = sync.NewCond(&h.mu)
	go func() {
		value := f()
		h.mu.Lock()
		defer h.mu.Unlock()
		h.value, h.done = value, true
		h.over.Signal()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !h.done {
		h.over.Wait()
	}
	return h.value, nil
}
