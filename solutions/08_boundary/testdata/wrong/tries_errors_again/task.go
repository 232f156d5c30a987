// A task that panicked with an error is tried once more.
//
//workbook:caught-by TestNobodyJoins
package task

import "fmt"

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	defer close(h.done)
	if h.try(f); h.err == nil {
		return
	}
	if e := h.err.(*JoinError); e.panicked {
		if _, ok := e.value.(error); ok {
			h.err = nil
			h.try(f)
		}
	}
}

func (h *Handle[T]) try(f func() T) {
	returned := false
	defer func() {
		if returned {
			return
		}
		p := recover()
		h.err = &JoinError{panicked: p != nil, value: p}
	}()
	h.value = f()
	returned = true
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
	if !e.panicked {
		return "the task left by runtime.Goexit and has no value"
	}
	return fmt.Sprintf("the task panicked: %v", e.value)
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
