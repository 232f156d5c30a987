// Join gives a task that was aborted a day to end, and then gives up on it.
//
//workbook:caught-by TestDoesNotListen
package task

import (
	"time"

	"context"
	"errors"
	"fmt"
)

type Handle[T any] struct {
	cancel context.CancelFunc
	done   chan struct{}
	ctx    context.Context
	value  T
	err    error
}

func Spawn[T any](ctx context.Context, f func(context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(ctx)
	h := &Handle[T]{cancel: cancel, ctx: ctx, done: make(chan struct{})}
	go func() {
		defer close(h.done)
		defer cancel()
		h.err = &JoinError{}
		defer func() {
			if p := recover(); p != nil {
				h.err = &JoinError{panicked: true, value: p}
			}
		}()
		value, err := f(ctx)
		if err != nil && errors.Is(err, ctx.Err()) {
			h.err = &JoinError{cause: err}
			return
		}
		h.value, h.err = value, err
	}()
	return h
}

func (h *Handle[T]) Abort() { h.cancel() }

func (h *Handle[T]) Join() (T, error) {
	select {
	case <-h.done:
		return h.value, h.err
	case <-h.ctx.Done():
	}
	select {
	case <-h.done:
	case <-time.After(24 * time.Hour):
		var zero T
		return zero, &JoinError{cause: h.ctx.Err()}
	}
	return h.value, h.err
}

type JoinError struct {
	cause    error
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	switch {
	case e.cause != nil:
		return fmt.Sprintf("the task was cancelled: %v", e.cause)
	case e.panicked:
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task called runtime.Goexit"
}

func (e *JoinError) IsCancelled() bool { return e.cause != nil }

func (e *JoinError) Unwrap() error { return e.cause }

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
