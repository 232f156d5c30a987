// Join looks every millisecond whether the task is over.
//
//workbook:caught-by TestNoPolling
package task

import (
	"sync/atomic"
	"time"
)

type Handle[T any] struct{ value atomic.Pointer[T] }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() {
		value := f()
		h.value.Store(&value)
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	for {
		if value := h.value.Load(); value != nil {
			return *value, nil
		}
		time.Sleep(time.Millisecond)
	}
}
