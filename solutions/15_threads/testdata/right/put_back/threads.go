// The result is in a channel of one, and every joiner puts it back. There is
// nothing but the channel; joiners pass one after the other.
package threads

import (
	"fmt"
	"runtime"
)

type outcome[T any] struct {
	value T
	err   error
}

type Handle[T any] struct{ result chan outcome[T] }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{make(chan outcome[T], 1)}
	go func() {
		o := outcome[T]{err: &JoinError{}}
		defer func() { h.result <- o }()
		defer func() {
			if p := recover(); p != nil {
				o.err = &JoinError{true, p}
			}
		}()
		runtime.LockOSThread()
		o = outcome[T]{value: f()}
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	o := <-h.result
	h.result <- o
	return o.value, o.err
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
