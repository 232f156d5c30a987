// The context says why it is over: Abort gives it a cause of its own, and the end
// of the task another one. What counts is still what f returns. A log could tell
// who stopped the task; there are two reasons more to keep apart.
package task

import (
	"context"
	"errors"
	"fmt"
)

var (
	errAborted = errors.New("aborted")
	errOver    = errors.New("the task is over")
)

type Handle[T any] struct {
	end  context.CancelCauseFunc
	over context.Context // over when the task is
	out  *outcome[T]
}

type outcome[T any] struct {
	value T
	err   error
}

func Spawn[T any](ctx context.Context, f func(context.Context) (T, error)) *Handle[T] {
	ctx, end := context.WithCancelCause(ctx)
	over, finish := context.WithCancel(context.Background())
	out := &outcome[T]{err: &JoinError{}}
	go func() {
		defer finish()
		defer end(errOver)
		run(ctx, f, out)
	}()
	return &Handle[T]{end, over, out}
}

func run[T any](ctx context.Context, f func(context.Context) (T, error), out *outcome[T]) {
	defer func() {
		if p := recover(); p != nil {
			out.err = &JoinError{panic: &p}
		}
	}()
	value, err := f(ctx)
	select {
	case <-ctx.Done():
		if errors.Is(err, ctx.Err()) {
			out.err = &JoinError{reason: err, cause: context.Cause(ctx)}
			return
		}
	default:
	}
	*out = outcome[T]{value, err}
}

func (h *Handle[T]) Abort() { h.end(errAborted) }

func (h *Handle[T]) Join() (T, error) {
	<-h.over.Done()
	return h.out.value, h.out.err
}

type JoinError struct {
	reason, cause error
	panic         *any
}

func (e *JoinError) Error() string {
	if e.reason != nil {
		return fmt.Sprintf("cancelled (%v): %v", e.cause, e.reason)
	}
	if p, ok := e.Panic(); ok {
		return fmt.Sprint("panic: ", p)
	}
	return "exited"
}

func (e *JoinError) IsCancelled() bool { return e.reason != nil }

func (e *JoinError) Unwrap() error { return e.reason }

func (e *JoinError) IsPanic() bool { return e.panic != nil }

func (e *JoinError) Panic() (any, bool) {
	if e.panic == nil {
		return nil, false
	}
	return *e.panic, true
}
