// The first joiner waits for the task; whoever joins beside it looks every millisecond.
//
//workbook:caught-by TestStillATask
package task

import (
	"fmt"
	"sync/atomic"
	"time"
)

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
	first atomic.Bool
	over  atomic.Bool
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	defer close(h.done)
	defer h.over.Store(true)
	returned := false
	defer func() {
		if returned {
			return
		}
		p := recover()
		h.err = &JoinError{panicked: p != nil, value: p}
	}()
	h.value = f()
	returned = true
}

func (h *Handle[T]) Join() (T, error) {
	if h.first.CompareAndSwap(false, true) {
		<-h.done
	}
	for !h.over.Load() {
		time.Sleep(time.Millisecond)
	}
	return h.value, h.err
}

type JoinError struct {
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	if !e.panicked {
		return "the task left by runtime.Goexit and has no value"
	}
	return fmt.Sprintf("the task panicked: %v", e.value)
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
