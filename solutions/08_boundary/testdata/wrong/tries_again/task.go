// A task that did not return is tried once more.
//
//workbook:caught-by TestNobodyJoins
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
		for range 2 {
			h.value, h.err = try(f)
			if h.err == nil {
				return
			}
		}
	}()
	return h
}

// try has to run f on a goroutine of its own, as runtime.Goexit ends it.
func try[T any](f func() T) (value T, err error) {
	over := make(chan struct{})
	go func() {
		defer close(over)
		err = &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				err = &JoinError{true, p}
			}
		}()
		value = f()
		err = nil
	}()
	<-over
	return value, err
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
