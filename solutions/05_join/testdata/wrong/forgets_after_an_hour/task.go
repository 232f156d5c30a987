// An hour after the task's end its value is let go, and who joins then is given an error.
//
//workbook:caught-by TestNoTimeLimit
package task

import (
	"errors"
	"sync"
	"time"
)

type Handle[T any] struct {
	over  chan struct{}
	mu    sync.Mutex
	value *T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{over: make(chan struct{})}
	go func() {
		defer close(h.over)
		value := f()
		h.value = &value
		time.AfterFunc(time.Hour, h.forget)
	}()
	return h
}

func (h *Handle[T]) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.value = nil
}

func (h *Handle[T]) Join() (T, error) {
	<-h.over
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.value == nil {
		var zero T
		return zero, errors.New("the task has been over for too long")
	}
	return *h.value, nil
}
