// A mutex that the task holds for as long as it is at work: who can lock it knows that
// the task is over.
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

type Handle[T any] struct {
	work  sync.Mutex
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.work.Lock()
	go func() {
		runtime.LockOSThread()
		defer h.work.Unlock()
		h.err = &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{panicked: true, value: p}
			}
		}()
		h.value = f()
		h.err = nil
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.work.Lock()
	defer h.work.Unlock()
	return h.value, h.err
}

type JoinError struct {
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	return fmt.Sprint("a task without a value: ", e.panicked, " ", e.value)
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
