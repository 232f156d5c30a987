// The error is a JoinError and not a *JoinError, so errors.As does not find what it
// looks for.
//
//workbook:caught-by TestPanicIsCaught
//workbook:caught-by TestGoexit
package task

import "fmt"

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.err = JoinError{}
		defer func() {
			if p := recover(); p != nil {
				h.err = JoinError{true, p}
			}
		}()
		h.value = f()
		h.err = nil
	}()
	return h
}

type JoinError struct {
	panicked bool
	value    any
}

func (e JoinError) Error() string {
	return fmt.Sprintf("panicked: %v, value: %v", e.panicked, e.value)
}

func (e JoinError) IsPanic() bool { return e.panicked }

func (e JoinError) Panic() (any, bool) { return e.value, e.panicked }
