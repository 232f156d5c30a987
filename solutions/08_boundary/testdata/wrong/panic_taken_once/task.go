// Panic takes the value out of the error: asked a second time, there is none.
//
//workbook:caught-by TestEveryJoin
package task

import "fmt"

type Handle[T any] struct {
	done     chan struct{}
	value    T
	returned bool
	p        any
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	defer close(h.done)
	returned := false
	defer func() {
		if h.returned = returned; !returned {
			h.p = recover()
		}
	}()
	h.value = f()
	returned = true
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	if h.returned {
		return h.value, nil
	}
	return h.value, &JoinError{panicked: h.p != nil, value: h.p}
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

func (e *JoinError) Panic() (any, bool) {
	v := e.value
	e.value = nil
	return v, v != nil
}
