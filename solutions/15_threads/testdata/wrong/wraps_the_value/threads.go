// The error of Join wraps the value of the panic before the *JoinError, so that
// errors.As calls its methods, or finds another one.
//
//workbook:caught-by TestPanicIsCaught
package threads

import (
	"fmt"
	"runtime"
)

// A Handle stands for one task.
type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// A JoinError says why a task has no value.
type JoinError struct {
	value    any
	panicked bool
}

// Spawn starts f.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	runtime.LockOSThread()
	defer close(h.done)
	h.err = &JoinError{}
	defer func() {
		if v := recover(); v != nil {
			h.err = &JoinError{value: v, panicked: true}
			if err, ok := v.(error); ok {
				h.err = fmt.Errorf("%w: %w", err, h.err)
			}
		}
	}()
	h.value = f()
	h.err = nil
}

// Join waits for the end.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if e.panicked {
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task called runtime.Goexit"
}

// IsPanic reports whether the task panicked.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value that the task panicked with.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
