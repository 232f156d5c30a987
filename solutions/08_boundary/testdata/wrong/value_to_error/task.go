// Every value is made an error, and what is an error already is wrapped in a new one.
//
//workbook:caught-by TestPanicValue
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
		h.err = &JoinError{}
		defer func() {
			switch p := recover().(type) {
			case nil:
			case error:
				h.err = &JoinError{true, fmt.Errorf("task: %w", p)}
			default:
				h.err = &JoinError{true, fmt.Errorf("task: %v", p)}
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

func (e *JoinError) Error() string {
	if e.panicked {
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task called runtime.Goexit"
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
