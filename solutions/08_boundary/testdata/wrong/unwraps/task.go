// An error that was panicked with is unwrapped down to its cause: what was around the
// cause is lost.
//
//workbook:caught-by TestPanicValue
package task

import (
	"errors"
	"fmt"
)

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
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok {
				for errors.Unwrap(err) != nil {
					err = errors.Unwrap(err)
				}
				p = err
			}
			h.err = &JoinError{true, p}
		}()
		h.value = f()
		h.err = nil
	}()
	return h
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
