// Two deferred calls tell of the end, each of one kind of it, and a panic on the way out
// after runtime.Goexit is neither: Join waits for ever.
//
//workbook:caught-by TestPanicIsCaught
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
	returned := false
	defer func() {
		if !returned { // Goexit
			h.err = &JoinError{}
			close(h.done)
		}
	}()
	func() {
		defer func() {
			if p := recover(); p != nil {
				returned = true
				h.err = &JoinError{panicked: true, value: p}
			}
		}()
		h.value = f()
		returned = true
	}()
	close(h.done)
}

// Join blocks until the task is over.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
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
