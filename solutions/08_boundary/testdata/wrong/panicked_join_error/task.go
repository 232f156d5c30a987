// A panic with a *JoinError is passed on as the error itself, because that is "already
// one of ours". It was the value of this panic, and the story of another task.
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
			case *JoinError:
				h.err = p
			default:
				h.err = &JoinError{true, p}
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
