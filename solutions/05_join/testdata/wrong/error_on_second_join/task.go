// A second Join is refused, as if joining used the handle up.
//
//workbook:caught-by TestJoinAgain
package task

import (
	"errors"
	"sync/atomic"
)

type Handle[T any] struct {
	done   chan struct{}
	joined atomic.Bool
	value  T
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
	if h.joined.Swap(true) {
		var zero T
		return zero, errors.New("already joined")
	}
	<-h.done
	return h.value, nil
}
