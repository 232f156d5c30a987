// The panic goes to the joiner over a channel without a buffer. Nobody joins, and the
// goroutine of the task stays for ever.
//
//workbook:caught-by TestNobodyJoins
package task

import (
	"fmt"
	"sync"
)

type Handle[T any] struct {
	once   sync.Once
	values chan T
	errs   chan error
	value  T
	err    error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{values: make(chan T, 1), errs: make(chan error)}
	go func() {
		returned := false
		defer func() {
			if p := recover(); p != nil {
				h.errs <- &JoinError{true, p}
			} else if !returned {
				h.errs <- &JoinError{}
			}
		}()
		h.values <- f()
		returned = true
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.once.Do(func() {
		select {
		case h.value = <-h.values:
		case h.err = <-h.errs:
		}
	})
	return h.value, h.err
}

type JoinError struct {
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	if e.panicked {
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task called runtime.Goexit"
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
