// sync.OnceValues keeps both results; later joiners wait for the first one on a mutex.
package task

import (
	"fmt"
	"sync"
)

type Handle[T any] struct{ join func() (T, error) }

func Spawn[T any](f func() T) *Handle[T] {
	outcome := make(chan func() (T, error), 1)
	go func() {
		answer := func() (zero T, err error) { return zero, new(JoinError) }
		defer func() {
			if p := recover(); p != nil {
				answer = func() (zero T, err error) { return zero, &JoinError{true, p} }
			}
			outcome <- answer
		}()
		value := f()
		answer = func() (T, error) { return value, nil }
	}()
	return &Handle[T]{sync.OnceValues(func() (T, error) { return (<-outcome)() })}
}

func (h *Handle[T]) Join() (T, error) { return h.join() }

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
