// The end of the task wakes all who wait for it. Who comes later waits for an end that
// has been.
//
//workbook:caught-by TestJoinAgain
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
		h.over.Broadcast()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.over.Wait()
	return h.value, nil
}
