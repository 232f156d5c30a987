// A panic in a deferred call while the task exits is recorded, and then overwritten:
// the outer function only knows that the inner one did not come back.
//
//workbook:caught-by TestPanicInDeferredCall
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
		cameBack := false
		defer func() {
			if !cameBack {
				h.err = &JoinError{}
			}
			close(h.done)
		}()
		h.guard(f)
		cameBack = true
	}()
	return h
}

func (h *Handle[T]) guard(f func() T) {
	defer func() {
		if p := recover(); p != nil {
			h.err = &JoinError{true, p}
		}
	}()
	h.value = f()
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
