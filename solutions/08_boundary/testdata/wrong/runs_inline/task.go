// Spawn calls f itself, where a panic is easy to recover, and there is no task.
//
//workbook:caught-by TestStillATask
package task

import "fmt"

type Handle[T any] struct {
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	func() {
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{true, p}
			}
		}()
		h.value = f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) { return h.value, h.err }

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
