// Abort notes that it was called when the task has heard of it already. A task that is
// quick has returned by then, and is taken for one that failed by itself.
//
//workbook:caught-by schedules
package task

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

type Handle[T any] struct {
	parent  context.Context
	cancel  context.CancelFunc
	aborted atomic.Bool
	done    chan struct{}
	value   T
	err     error
}

func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	child, cancel := context.WithCancel(ctx)
	h := &Handle[T]{parent: ctx, cancel: cancel, done: make(chan struct{})}
	go h.run(child, f)
	return h
}

func (h *Handle[T]) run(ctx context.Context, f func(ctx context.Context) (T, error)) {
	defer close(h.done)
	defer h.cancel()
	h.err = &JoinError{}
	defer func() {
		if v := recover(); v != nil {
			h.err = &JoinError{panicked: true, value: v}
		}
	}()
	v, err := f(ctx)
	if h.wanted() && errors.Is(err, ctx.Err()) {
		h.err = &JoinError{cancelled: err}
		return
	}
	h.value, h.err = v, err
}

func (h *Handle[T]) Abort() {
	h.cancel()
	h.aborted.Store(true)
}

// wanted reports whether somebody wants the task to stop.
func (h *Handle[T]) wanted() bool { return h.aborted.Load() || h.parent.Err() != nil }

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

type JoinError struct {
	cancelled error
	panicked  bool
	value     any
}

func (e *JoinError) Error() string {
	switch {
	case e.cancelled != nil:
		return "task was cancelled: " + e.cancelled.Error()
	case e.panicked:
		return fmt.Sprintf("task panicked: %v", e.value)
	}
	return "task called runtime.Goexit"
}

func (e *JoinError) IsCancelled() bool  { return e.cancelled != nil }
func (e *JoinError) Unwrap() error      { return e.cancelled }
func (e *JoinError) IsPanic() bool      { return e.panicked }
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
