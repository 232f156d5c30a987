// The first joiner waits for the task. Every other one looks every millisecond whether the
// first has the value.
//
//workbook:caught-by TestNoPolling
package task

import (
	"sync/atomic"
	"time"
)

type Handle[T any] struct {
	result chan T
	taken  atomic.Bool
	value  atomic.Pointer[T]
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T, 1)}
	go func() { h.result <- f() }()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	if h.taken.CompareAndSwap(false, true) {
		value := <-h.result
		h.value.Store(&value)
		return value, nil
	}
	for {
		if value := h.value.Load(); value != nil {
			return *value, nil
		}
		time.Sleep(time.Millisecond)
	}
}
