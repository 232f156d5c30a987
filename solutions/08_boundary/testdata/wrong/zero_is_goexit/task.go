// No panic and a zero value: that must have been runtime.Goexit. But a task may well
// return zero.
//
//workbook:caught-by TestReturned
//workbook:caught-by TestRecovered
package task

import (
	"fmt"
	"sync"
)

type Handle[T any] struct {
	wg    sync.WaitGroup
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.wg.Go(func() {
		defer func() {
			p := recover()
			if p != nil {
				h.err = &JoinError{true, p}
			} else if fmt.Sprint(h.value) == fmt.Sprint(*new(T)) {
				h.err = &JoinError{}
			}
		}()
		h.value = f()
	})
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.wg.Wait()
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
