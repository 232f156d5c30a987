// Panic answers true only for a value that is not the zero value of its type.
//
//workbook:caught-by TestPanicValue
package task

import "fmt"

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.err = &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{true, p}
			}
		}()
		h.value = f()
		h.err = nil
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

type JoinError struct {
	panicked bool
	value    any
}

func (e *JoinError) Error() string { return fmt.Sprint("the task ended with ", e.value) }

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) {
	switch e.value {
	case nil, "", 0, false:
		return nil, false
	}
	return e.value, true
}
