// A flag under a mutex, and a condition variable to wait for it. It could wait
// for more than one thing, such as half of the work; it takes more words, and the
// loop around Wait must not be forgotten.
package task

import "sync"

type Handle[T any] struct {
	mu    sync.Mutex
	over  sync.Cond
	done  bool
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := new(Handle[T])
	h.over.L = &h.mu
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
	for !h.done {
		h.over.Wait()
	}
	return h.value, nil
}
