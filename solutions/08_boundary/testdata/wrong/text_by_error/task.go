// What an error says is asked of its method Error, and not of fmt.
//
//workbook:caught-by TestErrorText
package task

import (
	"fmt"
)

// A Handle is a task.
type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

// A JoinError says why.
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
	defer close(h.done)
	returned := false
	defer func() {
		if returned {
			return
		}
		p := recover()
		h.err = &JoinError{value: p, panicked: p != nil}
	}()
	h.value = f()
	returned = true
}

// Join waits.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if !e.panicked {
		return "task called runtime.Goexit"
	}
	if err, ok := e.value.(interface {
		error
		fmt.Formatter
	}); ok {
		return "task panicked: " + err.Error()
	}
	return fmt.Sprint("task panicked: ", e.value)
}

// IsPanic reports whether the task panicked.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
