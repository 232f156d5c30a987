// The end of a task that left by runtime.Goexit is sent, and not closed: one joiner hears of
// it, and the next waits for ever.
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
	h := &Handle[T]{done: make(chan struct{}, 1)}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	runtime.LockOSThread()
	returned := false
	defer func() {
		if p := recover(); p != nil {
			h.err = &JoinError{true, p}
		} else if !returned {
			h.err = new(JoinError)
			h.done <- struct{}{}
			return
		}
		close(h.done)
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
