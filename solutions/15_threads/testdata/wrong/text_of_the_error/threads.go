// Of a panic with an error, Error has the text of that and nothing else, which may be empty.
//
//workbook:caught-by TestEveryJoin
package threads

import (
	"fmt"
	"runtime"
)

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
	runtime.LockOSThread()
	defer close(h.done)
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
	if err, ok := e.value.(error); ok {
		return fmt.Sprint(err)
	}
	return fmt.Sprintf("the task panicked: %v", e.value)
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
