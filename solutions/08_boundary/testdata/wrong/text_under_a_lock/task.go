// Package task makes the text of an error under a lock of the package. A value that is
// such an error itself makes its text meanwhile.
//
//workbook:caught-by TestErrorText
package task

import (
	"fmt"
	"sync"
)

// texts guards the texts of all errors: fmt may call a String method, which need
// not be ready for two calls at once.
var texts sync.Mutex

// A Handle stands for one task that [Spawn] started.
type Handle[T any] struct {
	done  chan struct{} // closed when the task is over
	value T
	err   error // a *JoinError, or nil
}

// A JoinError says why a task has no value. Join gives it as a *JoinError.
type JoinError struct {
	value any // of the panic; nil after runtime.Goexit
	text  string
}

// Spawn starts f on its own goroutine at once and returns without waiting for it.
// A panic in f ends that task and nothing else.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		returned := false
		defer func() {
			if !returned {
				h.err = &JoinError{value: recover()}
			}
		}()
		h.value = f()
		returned = true
	}()
	return h
}

// Join blocks until the task is over, its deferred calls included. It gives the
// value that the task returned and a nil error, or else the zero T and a
// *JoinError.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if e.value == nil {
		return "task left by runtime.Goexit"
	}
	texts.Lock()
	defer texts.Unlock()
	if e.text == "" {
		e.text = "task panicked: " + fmt.Sprint(e.value)
	}
	return e.text
}

// IsPanic reports whether the task panicked. It is false for a task that left by
// runtime.Goexit.
func (e *JoinError) IsPanic() bool { return e.value != nil }

// Panic gives the value that the task panicked with. It is nil and false for a
// task that did not panic.
func (e *JoinError) Panic() (any, bool) { return e.value, e.value != nil }
