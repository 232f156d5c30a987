// The result is published with an atomic pointer. The closed channel only wakes the
// joiners.
package task

import "sync/atomic"

type Handle[T any] struct {
	done  chan struct{}
	value atomic.Pointer[T]
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		value := f()
		h.value.Store(&value)
		close(h.done)
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	if value := h.value.Load(); value != nil {
		return *value, nil
	}
	<-h.done
	return *h.value.Load(), nil
}
