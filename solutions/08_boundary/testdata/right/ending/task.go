// A small enumeration says how the task ended; Join makes a new error from it
// each time. The three ends have names and a switch can cover them; two Joins
// give errors that say the same and are not the same pointer.
package task

import "fmt"

type ending int

const (
	exited ending = iota // until we know better
	returned
	panicked
)

type Handle[T any] struct {
	done   chan struct{}
	ending ending
	value  T
	panic  any
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		defer h.catch()
		h.value = f()
		h.ending = returned
	}()
	return h
}

// catch is deferred itself, so that its recover counts.
func (h *Handle[T]) catch() {
	if p := recover(); p != nil {
		h.ending, h.panic = panicked, p
	}
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	if h.ending == returned {
		return h.value, nil
	}
	var zero T
	return zero, &JoinError{h.ending, h.panic}
}

type JoinError struct {
	ending ending
	value  any
}

func (e *JoinError) Error() string {
	if e.IsPanic() {
		return fmt.Sprint("panic: ", e.value)
	}
	return "exited"
}

func (e *JoinError) IsPanic() bool { return e.ending == panicked }

func (e *JoinError) Panic() (any, bool) {
	if !e.IsPanic() {
		return nil, false
	}
	return e.value, true
}
