// A panic has ended the work, so the thread is free: that of a task that panicked goes
// back to the pool.
//
//workbook:caught-by TestThreadEndsAnyway
//workbook:caught-by TestNobodyJoins
//workbook:caught-by TestSeenByTheMachine
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

type Handle[T any] struct {
	mu      sync.Mutex
	over    bool
	waiters []chan<- struct{}
	value   T
	err     *JoinError
}

type kind bool

const (
	goexit kind = false
	panics kind = true
)

type JoinError struct {
	kind kind
	with any
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() {
		runtime.LockOSThread()
		h.run(f)
	}()
	return h
}

func (h *Handle[T]) run(f func() T) {
	var value T
	err := &JoinError{kind: goexit}
	defer func() { h.finish(value, err) }()
	defer func() {
		if p := recover(); p != nil {
			err = &JoinError{kind: panics, with: p}
			runtime.UnlockOSThread()
		}
	}()
	value = f()
	err = nil
}

func (h *Handle[T]) finish(value T, err *JoinError) {
	h.mu.Lock()
	h.value, h.err, h.over = value, err, true
	list := h.waiters
	h.waiters = nil
	h.mu.Unlock()
	for _, w := range list {
		close(w)
	}
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	if !h.over {
		w := make(chan struct{})
		h.waiters = append(h.waiters, w)
		h.mu.Unlock()
		<-w
		h.mu.Lock()
	}
	defer h.mu.Unlock()
	if h.err == nil {
		return h.value, nil
	}
	return h.value, h.err
}

func (e *JoinError) Error() string {
	if e.kind == panics {
		return fmt.Sprintf("%T panic: %[1]v", e.with)
	}
	return "Goexit"
}

func (e *JoinError) IsPanic() bool { return bool(e.kind) }

func (e *JoinError) Panic() (any, bool) { return e.with, e.IsPanic() }
