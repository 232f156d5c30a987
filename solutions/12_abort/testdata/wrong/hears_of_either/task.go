// Who keeps the result waits for it or for the end of the context. When both are there,
// select takes one by chance, and a task that gave up may not count as cancelled.
//
//workbook:caught-by schedules
package task

import (
	"context"
	"errors"
	"fmt"
)

type Handle[T any] struct {
	cancel context.CancelFunc
	over   chan struct{}
	value  T
	err    error
}

type result[T any] struct {
	value T
	err   error
	bad   *JoinError // after a panic or runtime.Goexit
}

func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(ctx)
	h := &Handle[T]{cancel: cancel, over: make(chan struct{})}
	go h.keep(ctx, f)
	return h
}

// keep runs f, and notes how it ended.
func (h *Handle[T]) keep(ctx context.Context, f func(context.Context) (T, error)) {
	defer close(h.over)
	defer h.cancel()
	results := make(chan result[T], 1)
	go call(ctx, f, results)
	var r result[T]
	stopped := false
	select {
	case <-ctx.Done():
		stopped = true
		r = <-results
	case r = <-results:
	}
	switch {
	case r.bad != nil:
		h.err = r.bad
	case stopped && errors.Is(r.err, ctx.Err()):
		h.err = &JoinError{cancelled: r.err}
	default:
		h.value, h.err = r.value, r.err
	}
}

func call[T any](ctx context.Context, f func(context.Context) (T, error), results chan<- result[T]) {
	r := result[T]{bad: &JoinError{}}
	defer func() {
		if p := recover(); p != nil {
			r.bad = &JoinError{panicked: true, value: p}
		}
		results <- r
	}()
	value, err := f(ctx)
	r = result[T]{value: value, err: err}
}

func (h *Handle[T]) Abort() { h.cancel() }

func (h *Handle[T]) Join() (T, error) {
	<-h.over
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
	return "the task left by runtime.Goexit"
}

func (e *JoinError) IsCancelled() bool { return e.cancelled != nil }

func (e *JoinError) Unwrap() error { return e.cancelled }

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
