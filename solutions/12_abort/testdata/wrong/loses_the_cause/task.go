// The child ends when the caller's context does, and does not know why.
//
//workbook:caught-by TestParentContext
package task

import (
	"context"
	"errors"
	"fmt"
	"time"
)

type Handle[T any] struct {
	cancel context.CancelFunc
	done   chan struct{}
	value  T
	err    error
}

func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	parent := ctx
	own, stop := context.WithCancelCause(context.WithoutCancel(parent))
	undo := context.AfterFunc(parent, func() { stop(parent.Err()) })
	ctx = &child{own, parent}
	cancel := func() {
		undo()
		stop(nil)
	}
	h := &Handle[T]{cancel: cancel, done: make(chan struct{})}
	go h.run(ctx, f)
	return h
}

// A child has the end of one context, and the error of another where that has one.
type child struct {
	context.Context
	parent context.Context
}

func (c *child) Deadline() (time.Time, bool) { return c.parent.Deadline() }

func (c *child) Err() error {
	if c.Context.Err() != nil && c.parent.Err() != nil {
		return c.parent.Err()
	}
	return c.Context.Err()
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
	if why := ctx.Err(); why != nil && errors.Is(err, why) {
		h.err = &JoinError{cancelled: err}
		return
	}
	h.value, h.err = v, err
}

func (h *Handle[T]) Abort() { h.cancel() }

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
