// The last line of the stub is still there: the value comes with an error.
//
//workbook:caught-by TestValue
package task

import "errors"

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
	<-h.done
	return h.value, errors.New("Join is not written yet")
}
