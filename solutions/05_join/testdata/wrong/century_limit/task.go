// A hundred years are for ever, thinks Join.
//
//workbook:caught-by TestNoTimeLimit
package task

import (
	"errors"
	"time"
)

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
	return h
}

func (h *Handle[T]) Join() (T, error) {
	select {
	case <-h.done:
		return h.value, nil
	case <-time.After(100 * 365 * 24 * time.Hour):
		var zero T
		return zero, errors.New("the task takes too long")
	}
}
