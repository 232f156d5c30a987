// The text of an error is made when it is first asked for, and kept without a lock.
//
//workbook:caught-by race
package threads

import (
	"fmt"
	"runtime"
)

// A Handle stands for one task that [Spawn] started. Its methods are safe for
// concurrent use.
type Handle[T any] struct {
	done  chan struct{} // closed when the task is over
	value T             // value and err are written before done is closed, never after
	err   error
}

// Spawn starts f at once, on a thread of its own, and returns without waiting for
// it. The thread belongs to the task alone and ends with it, however it ends.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

// run calls f on a thread of its own and records how it ended.
func (h *Handle[T]) run(f func() T) {
	// This is never undone: a thread whose goroutine ends while it is locked is
	// ended by the runtime, with whatever f has changed about it.
	runtime.LockOSThread()
	defer close(h.done)
	returned := false
	defer func() {
		if returned {
			return
		}
		// No panic is ever nil, so there is nothing to recover only after Goexit.
		p := recover()
		h.err = &JoinError{panicked: p != nil, value: p}
	}()
	h.value = f()
	returned = true
}

// Join blocks until the task is over, its deferred calls included. It gives the
// value that the task returned and a nil error, or else the zero T and a
// *JoinError. Every call gives the same answer.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// A JoinError says why a task has no value: it panicked, or it called
// runtime.Goexit. It does not change once Join has given it.
type JoinError struct {
	panicked bool
	value    any // what the task panicked with
	text     string
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if e.text == "" {
		e.text = fmt.Sprintf("the task has no value: panicked %t, with %v", e.panicked, e.value)
	}
	return e.text
}

// IsPanic reports whether the task panicked. It is false for a task that left by
// runtime.Goexit.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value that the task panicked with. It is nil and false for a
// task that did not panic.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
