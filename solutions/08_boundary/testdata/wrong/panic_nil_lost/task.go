// panic(nil) is turned back into nil, and nil is taken for "no panic", as it had to
// be before Go 1.21.
//
//workbook:caught-by TestPanicNil
package task

import (
	"fmt"
	"runtime"
)

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
		returned := false
		defer func() {
			p := recover()
			if _, ok := p.(*runtime.PanicNilError); ok {
				p = nil
			}
			if !returned {
				h.err = &JoinError{p}
			}
		}()
		h.value = f()
		returned = true
	}()
	return h
}

type JoinError struct{ value any }

func (e *JoinError) Error() string { return fmt.Sprint("the task ended by ", e.value) }

func (e *JoinError) IsPanic() bool { return e.value != nil }

func (e *JoinError) Panic() (any, bool) { return e.value, e.value != nil }
