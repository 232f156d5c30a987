// The joiners are told first, and the context is released right after. They need
// not wait for those who listen to the context; for a moment a task that has been
// joined still holds its context.
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
}

func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(ctx)
	h := &Handle[T]{cancel: cancel, done: make(chan struct{})}
	go h.run(ctx, f)
	return h
}

func (h *Handle[T]) run(ctx context.Context, f func(ctx context.Context) (T, error)) {
	defer h.cancel()
	defer close(h.done)
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
