// When the time limit of the context has passed, any error that is a timeout is taken for the
// error of the context.
//
//workbook:caught-by TestDeadline
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

func (h *Handle[T]) run(ctx context.Context, f func(context.Context) (T, error)) {
	defer close(h.done)
	defer h.cancel()
	returned := false
	defer func() {
		if !returned {
			p := recover()
			h.err = &JoinError{panicked: p != nil, value: p}
		}
	}()
	value, err := f(ctx)
	returned = true
	why := ctx.Err()
	var limit interface{ Timeout() bool }
	timedOut := why == context.DeadlineExceeded && errors.As(err, &limit) && limit.Timeout()
	if why != nil && (errors.Is(err, why) || timedOut) {
		h.err = &JoinError{cancelled: err}
		return
	}
	h.value, h.err = value, err
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
		return "the task was cancelled: " + e.cancelled.Error()
	case e.panicked:
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task left by runtime.Goexit and has no value"
}

func (e *JoinError) IsCancelled() bool  { return e.cancelled != nil }
func (e *JoinError) Unwrap() error      { return e.cancelled }
func (e *JoinError) IsPanic() bool      { return e.panicked }
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
