// The outcome goes through a channel with room for one. Whoever takes it puts it back
// for the next.
package task

import (
	"context"
	"errors"
	"fmt"
)

type outcome[T any] struct {
	value T
	err   error
}

type Handle[T any] struct {
	cancel func()
	result chan outcome[T]
}

func Spawn[T any](ctx context.Context, f func(context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(ctx)
	result := make(chan outcome[T], 1)
	go func() {
		var out outcome[T]
		normal := false
		defer func() {
			if !normal {
				p := recover()
				out = outcome[T]{err: &JoinError{panicked: p != nil, value: p}}
			}
			cancel()
			result <- out
		}()
		out.value, out.err = f(ctx)
		normal = true
		if why := ctx.Err(); why != nil && errors.Is(out.err, why) {
			out = outcome[T]{err: &JoinError{reason: out.err}}
		}
	}()
	return &Handle[T]{cancel, result}
}

func (h *Handle[T]) Abort() { h.cancel() }

func (h *Handle[T]) Join() (T, error) {
	out := <-h.result
	h.result <- out
	return out.value, out.err
}

type JoinError struct {
	reason   error
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	if e.reason != nil {
		return "stopped on request: " + e.reason.Error()
	}
	return fmt.Sprintf("panic: %t, %v", e.panicked, e.value)
}

func (e *JoinError) Unwrap() error      { return e.reason }
func (e *JoinError) IsCancelled() bool  { return e.reason != nil }
func (e *JoinError) IsPanic() bool      { return e.panicked }
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
