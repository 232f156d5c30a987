// The *JoinError is made by each Join, of what the task left. No joiner can
// change what another one sees; two Joins give errors that say the same and are
// not the same pointer.
package task

import (
	"context"
	"errors"
	"fmt"
)

type Handle[T any] struct {
	cancel context.CancelFunc
	done   chan struct{}
	value  T
	err    error
	failed bool
	told   JoinError
}

func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(ctx)
	h := &Handle[T]{cancel: cancel, done: make(chan struct{})}
	go h.run(ctx, f)
	return h
}

func (h *Handle[T]) run(ctx context.Context, f func(ctx context.Context) (T, error)) {
	defer close(h.done)
	defer h.cancel()
	h.failed = true
	defer func() {
		if v := recover(); v != nil {
			h.told = JoinError{panicked: true, value: v}
		}
	}()
	v, err := f(ctx)
	if why := ctx.Err(); why != nil && errors.Is(err, why) {
		h.told = JoinError{cancelled: err}
		return
	}
	h.failed = false
	h.value, h.err = v, err
}

func (h *Handle[T]) Abort() { h.cancel() }

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	if h.failed {
		again := h.told
		return h.value, &again
	}
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
