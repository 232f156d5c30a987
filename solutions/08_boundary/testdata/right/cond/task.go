// A condition variable, and the stack of the panic kept beside its value. The
// stack says where it happened, which the value does not; to take it costs time
// and memory at each panic.
package task

import (
	"fmt"
	"runtime/debug"
	"sync"
)

type Handle[T any] struct {
	mu    sync.Mutex
	over  *sync.Cond
	done  bool
	value T
	err   *JoinError
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.over = sync.NewCond(&h.mu)
	go func() {
		var value T
		failure := &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				failure = &JoinError{value: p, stack: debug.Stack()}
			}
			h.finish(value, failure)
		}()
		value = f()
		failure = nil
	}()
	return h
}

func (h *Handle[T]) finish(value T, err *JoinError) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.value, h.err, h.done = value, err, true
	h.over.Broadcast()
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !h.done {
		h.over.Wait()
	}
	if h.err != nil {
		return h.value, h.err
	}
	return h.value, nil
}

type JoinError struct {
	value any
	stack []byte // nil when the task did not panic
}

func (e *JoinError) Error() string {
	if !e.IsPanic() {
		return "the task ended without returning"
	}
	return fmt.Sprintf("the task panicked: %v\n%s", e.value, e.stack)
}

func (e *JoinError) IsPanic() bool { return e.stack != nil }

func (e *JoinError) Panic() (any, bool) { return e.value, e.IsPanic() }
