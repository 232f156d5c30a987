// A type for the thread, apart from the handle. What is of the thread and what is
// of the result can be read and used apart; it is one type and two functions
// more.
package threads

import (
	"fmt"
	"runtime"
)

// A thread runs one function and is no more.
type thread struct{ over chan struct{} }

func newThread(f func()) *thread {
	t := &thread{make(chan struct{})}
	go func() {
		runtime.LockOSThread()
		defer close(t.over)
		f()
	}()
	return t
}

func (t *thread) wait() { <-t.over }

type Handle[T any] struct {
	thread *thread
	value  T
	err    error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := new(Handle[T])
	h.thread = newThread(func() { h.run(f) })
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.thread.wait()
	return h.value, h.err
}

func (h *Handle[T]) run(f func() T) {
	returned := false
	defer func() {
		if !returned {
			p := recover()
			h.err = &JoinError{p != nil, p}
		}
	}()
	h.value = f()
	returned = true
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
