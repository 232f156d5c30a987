// Whether its context is over is asked of a flag and of the parent, and which of the
// two errors was wrapped does not matter.
//
//workbook:caught-by TestDeadline
package task

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

// A Handle stands for one task.
type Handle[T any] struct {
	cancel context.CancelFunc
	asked  atomic.Bool
	done   chan struct{}
	value  T
	err    error
}

// A JoinError says why a task has no value.
type JoinError struct {
	err      error // of a task that was cancelled
	value    any
	panicked bool
}

// Spawn starts f.
func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	parent := ctx
	ctx, cancel := context.WithCancel(parent)
	h := &Handle[T]{cancel: cancel, done: make(chan struct{})}
	go h.run(parent, ctx, f)
	return h
}

func (h *Handle[T]) run(parent, ctx context.Context, f func(ctx context.Context) (T, error)) {
	defer close(h.done)
	defer h.cancel()
	h.err = &JoinError{}
	defer func() {
		if v := recover(); v != nil {
			h.err = &JoinError{value: v, panicked: true}
		}
	}()
	value, err := f(ctx)
	over := h.asked.Load() || parent.Err() != nil
	if over && (errors.Is(err, context.Canceled) || errors.Is(err, parent.Err())) && err != nil {
		h.err = &JoinError{err: err}
		return
	}
	h.value, h.err = value, err
}

// Abort asks the task to stop.
func (h *Handle[T]) Abort() {
	h.asked.Store(true)
	h.cancel()
}

// Join waits for the end.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	switch {
	case e.panicked:
		return fmt.Sprintf("the task panicked: %v", e.value)
	case e.err != nil:
		return fmt.Sprintf("the task was cancelled: %v", e.err)
	}
	return "the task called runtime.Goexit"
}

// IsCancelled reports whether the task gave up.
func (e *JoinError) IsCancelled() bool { return e.err != nil }

// Unwrap gives the error that a cancelled task returned.
func (e *JoinError) Unwrap() error { return e.err }

// IsPanic reports whether the task panicked.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value that the task panicked with.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
