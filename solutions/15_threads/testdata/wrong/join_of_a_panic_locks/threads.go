// Join of a task that has not returned leaves its caller locked to the thread.
//
//workbook:caught-by TestCallerStaysFree
package threads

import (
	"fmt"
	"runtime"
)

// A Handle stands for one task that [Spawn] started.
type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// A JoinError says why a task has no value.
type JoinError struct {
	panicked bool
	value    any
}

// Spawn starts f at once, on a thread of its own.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	runtime.LockOSThread()
	defer close(h.done)
	returned := false
	defer func() {
		if p := recover(); p != nil {
			h.err = &JoinError{panicked: true, value: p}
		} else if !returned {
			h.err = &JoinError{}
		}
	}()
	h.value = f()
	returned = true
}

// Join blocks until the task is over.
func (h *Handle[T]) Join() (T, error) {
	runtime.LockOSThread() // be woken on the same thread
	<-h.done
	if h.err == nil {
		runtime.UnlockOSThread()
	}
	return h.value, h.err
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if e.panicked {
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task left by runtime.Goexit"
}

// IsPanic reports whether the task panicked.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value that the task panicked with.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
