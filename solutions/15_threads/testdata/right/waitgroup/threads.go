// A WaitGroup for each task, whose Go starts the goroutine. Counting and starting
// are one step; joiners cannot wait for it in a select.
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

type Handle[T any] struct {
	running sync.WaitGroup
	value   T
	err     error
}

func (h *Handle[T]) Join() (T, error) {
	h.running.Wait()
	return h.value, h.err
}

func Spawn[T any](f func() T) *Handle[T] {
	h := new(Handle[T])
	h.running.Go(func() {
		runtime.LockOSThread()
		h.run(f)
	})
	return h
}

func (h *Handle[T]) run(f func() T) {
	returned := false
	defer func() {
		if !returned {
			p := recover()
			h.err = &JoinError{p != nil, p}
		}
	}()
	h.value = f()
	returned = true
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
