// A context that is cancelled when the task is over. Its Done can stand in a
// select, as a channel can; it brings along parents, causes and values that
// nobody needs here.
package task

import "context"

type Handle[T any] struct {
	over  context.Context
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	ctx, cancel := context.WithCancel(context.Background())
	h := &Handle[T]{over: ctx}
	go func() {
		defer cancel()
		h.value = f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.over.Done()
	return h.value, nil
}
