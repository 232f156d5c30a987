// A task that was aborted is taken for cancelled when it returns context.Canceled, and its
// context may say something else: the time limit of the caller had passed before.
//
//workbook:caught-by TestDeadline
package task

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

type Handle[T any] struct {
	cancel context.CancelFunc
	done   chan struct{}
	told   atomic.Bool
	value  T
	err    error
}

type JoinError struct {
	cancelled error
	panicked  bool
	value     any
}

func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	parent := ctx
	ctx, cancel := context.WithCancel(ctx)
	h := &Handle[T]{cancel: cancel, done: make(chan struct{})}
	go h.run(parent, ctx, f)
	return h
}

func (h *Handle[T]) run(parent, ctx context.Context, f func(ctx context.Context) (T, error)) {
	defer close(h.done)
	defer h.cancel()
	returned := false
	defer func() {
		if returned {
			return
		}
		if r := recover(); r != nil {
			h.err = &JoinError{panicked: true, value: r}
		} else {
			h.err = &JoinError{}
		}
	}()
	value, err := f(ctx)
	returned = true
	why := parent.Err()
	if h.told.Load() {
		why = context.Canceled
	}
	if why != nil && errors.Is(err, why) {
		h.err = &JoinError{cancelled: err}
		return
	}
	h.value, h.err = value, err
}

func (h *Handle[T]) Abort() {
	h.told.Store(true)
	h.cancel()
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

func (e *JoinError) Error() string {
	switch {
	case e.cancelled != nil:
		return "task: cancelled: " + e.cancelled.Error()
	case e.panicked:
		return fmt.Sprint("task: panic: ", fmt.Sprint(e.value))
	}
	return "task: ended by runtime.Goexit"
}

func (e *JoinError) IsCancelled() bool { return e.cancelled != nil }

func (e *JoinError) Unwrap() error { return e.cancelled }

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
