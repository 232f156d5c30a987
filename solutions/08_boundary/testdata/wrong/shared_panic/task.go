// One variable for the panics of all tasks.
//
//workbook:caught-by TestOthersGoOn
//workbook:caught-by TestParent
//workbook:caught-by TestOthersAreServed
package task

import (
	"fmt"
	"sync"
)

var (
	mu      sync.Mutex
	failure error
)

type Handle[T any] struct {
	done  chan struct{}
	value T
}

func record(err error) {
	mu.Lock()
	defer mu.Unlock()
	failure = err
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		returned := false
		defer func() {
			if p := recover(); p != nil {
				record(&JoinError{true, p})
			} else if !returned {
				record(&JoinError{})
			}
		}()
		h.value = f()
		returned = true
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	mu.Lock()
	defer mu.Unlock()
	return h.value, failure
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
