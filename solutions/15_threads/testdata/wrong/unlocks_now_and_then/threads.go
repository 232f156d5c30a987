// Every third thread goes back to the pool, so that there is always one to begin with.
//
//workbook:caught-by TestThreadEnds
//workbook:caught-by TestThreadEndsAnyway
package threads

import (
	"fmt"
	"runtime"
	"sync/atomic"
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

// count numbers the tasks.
var count atomic.Int32

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		runtime.LockOSThread()
		if count.Add(1)%3 == 0 {
			defer runtime.UnlockOSThread()
		}
		defer close(h.done)
		returned := false
		defer func() {
			if returned {
				return
			}
			p := recover()
			h.err = &JoinError{p != nil, p}
		}()
		h.value = f()
		returned = true
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
