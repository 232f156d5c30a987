// The task holds a lock while it runs. Whoever can take the lock knows that it is
// over.
package task

import "sync"

type Handle[T any] struct {
	running sync.RWMutex
	value   T
}

func Spawn[T any](f func() T) *Handle[T] {
	var h Handle[T]
	h.running.Lock()
	go func() {
		defer h.running.Unlock()
		h.value = f()
	}()
	return &h
}

func (h *Handle[T]) Join() (T, error) {
	h.running.RLock()
	defer h.running.RUnlock()
	return h.value, nil
}
