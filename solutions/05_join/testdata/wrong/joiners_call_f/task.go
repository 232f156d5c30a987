// Whoever comes first calls f, the task's goroutine or a joiner. Two of them may come
// at once.
//
//workbook:caught-by TestOwnGoroutine
package task

import "sync/atomic"

type Handle[T any] struct {
	begun atomic.Bool
	f     func() T
	done  chan struct{}
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{f: f, done: make(chan struct{})}
	go h.run()
	return h
}

func (h *Handle[T]) run() {
	if h.begun.CompareAndSwap(false, true) {
		defer close(h.done)
		h.value = h.f()
	}
}

func (h *Handle[T]) Join() (T, error) {
	h.run()
	<-h.done
	return h.value, nil
}
