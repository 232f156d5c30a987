// Most tasks are quick, and Spawn gives them ten milliseconds before it returns.
//
//workbook:caught-by TestSpawnDoesNotWait
package task

import "time"

type Handle[T any] struct {
	done  chan struct{}
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.value = f()
	}()
	select {
	case <-h.done:
	case <-time.After(10 * time.Millisecond):
	}
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
