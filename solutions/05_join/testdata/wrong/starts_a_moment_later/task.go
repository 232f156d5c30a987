// A timer starts the task, so that Spawn has surely returned by then.
//
//workbook:caught-by TestStartsAtOnce
package task

import "time"

type Handle[T any] struct {
	done  chan struct{}
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	time.AfterFunc(time.Millisecond, func() {
		defer close(h.done)
		h.value = f()
	})
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
