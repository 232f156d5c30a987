// Package collect spawns a handle for each task, and joins them in order: the
// first to be joined may well be the last to end. A handle can be passed on and
// joined elsewhere; it is a type and two functions more.
package collect

import "errors"

type handle[T any] struct {
	over  chan struct{}
	value T
	err   error
}

func spawn[T any](f func() (T, error)) *handle[T] {
	h := &handle[T]{over: make(chan struct{})}
	go func() {
		defer close(h.over)
		h.value, h.err = f()
	}()
	return h
}

func (h *handle[T]) join() (T, error) {
	<-h.over
	return h.value, h.err
}

func All[T any](tasks ...func() (T, error)) ([]T, error) {
	var handles []*handle[T]
	for _, task := range tasks {
		handles = append(handles, spawn(task))
	}
	var values []T
	var all error
	for _, h := range handles {
		value, err := h.join()
		values = append(values, value)
		all = errors.Join(all, err)
	}
	return values, all
}
