// Later joiners need not wait for the channel, so a plain bool lets them pass. Two
// joiners write and read it at the same time.
//
//workbook:caught-by race
package task

import "fmt"

type Handle[T any] struct {
	done  chan struct{}
	over  bool
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.err = &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{true, p}
			}
		}()
		h.value = f()
		h.err = nil
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	if !h.over {
		<-h.done
		h.over = true
	}
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
