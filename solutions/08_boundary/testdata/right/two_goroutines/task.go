// f runs on one goroutine and a second one watches over it. One place writes the
// handle, whatever happened; that is one goroutine more than needed, and right.
package task

import "fmt"

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	values := make(chan T, 1)
	panics := make(chan any, 1)
	go func() {
		defer close(values)
		defer close(panics)
		defer func() {
			if p := recover(); p != nil {
				panics <- p
			}
		}()
		values <- f()
	}()
	go func() {
		defer close(h.done)
		if p, ok := <-panics; ok {
			h.err = &JoinError{value: p, panicked: true}
			return
		}
		value, ok := <-values
		if !ok {
			h.err = &JoinError{}
			return
		}
		h.value = value
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
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
