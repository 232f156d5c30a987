// IsPanic is true for every error, and Panic gives what it has, with true.
//
//workbook:caught-by TestGoexit
package task

import "fmt"

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.err = &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{p}
			}
		}()
		h.value = f()
		h.err = nil
	}()
	return h
}

type JoinError struct{ value any }

func (e *JoinError) Error() string { return fmt.Sprint("the task panicked: ", e.value) }

func (e *JoinError) IsPanic() bool { return e != nil }

func (e *JoinError) Panic() (any, bool) { return e.value, true }
