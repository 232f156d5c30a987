// All in one function literal, and the lock last of what is set up. It can be
// read from top to bottom; what is deferred is in the opposite order of what
// happens, and no part can be used elsewhere.
package threads

import (
	"fmt"
	"runtime"
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
		h.err = &JoinError{}
		defer close(h.done)
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{true, p}
			}
		}()
		runtime.LockOSThread()
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
