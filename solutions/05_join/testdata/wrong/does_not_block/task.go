// Join gives what is there. Before the end of the task, that is nothing.
//
//workbook:caught-by TestJoinWaits
package task

import "sync"

type Handle[T any] struct {
	mu    sync.Mutex
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() {
		value := f()
		h.mu.Lock()
		defer h.mu.Unlock()
		h.value = value
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.value, nil
}
