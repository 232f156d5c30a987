// Joiners wait for a WaitGroup, and f has a goroutine inside of the counted one.
package task

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

type Handle[T any] struct {
	abort func()
	work  sync.WaitGroup
	value T
	err   error
}

func Spawn[T any](parent context.Context, f func(context.Context) (T, error)) *Handle[T] {
	ctx, stop := context.WithCancel(parent)
	h := &Handle[T]{abort: sync.OnceFunc(stop)}
	h.work.Go(func() {
		defer h.abort()
		h.value, h.err = h.try(ctx, f)
	})
	return h
}

// try runs f on a goroutine of its own, which may be ended by runtime.Goexit.
func (h *Handle[T]) try(ctx context.Context, f func(context.Context) (T, error)) (value T, err error) {
	err = &JoinError{}
	end := make(chan struct{})
	go func() {
		defer close(end)
		defer func() {
			if p := recover(); p != nil {
				err = &JoinError{recovered: []any{p}}
			}
		}()
		v, e := f(ctx)
		value, err = v, e
		if ctx.Err() != nil && errors.Is(e, ctx.Err()) {
			var zero T
			value, err = zero, &JoinError{why: e}
		}
	}()
	<-end
	return value, err
}

func (h *Handle[T]) Abort() { h.abort() }

func (h *Handle[T]) Join() (T, error) {
	h.work.Wait()
	return h.value, h.err
}

type JoinError struct {
	why       error
	recovered []any // one or none
}

func (e *JoinError) Error() string {
	return fmt.Sprintln("the task has no value:", e.why, e.recovered)
}

func (e *JoinError) IsCancelled() bool { return e.Unwrap() != nil }
func (e *JoinError) Unwrap() error     { return e.why }
func (e *JoinError) IsPanic() bool     { return len(e.recovered) == 1 }

func (e *JoinError) Panic() (any, bool) {
	if e.IsPanic() {
		return e.recovered[0], true
	}
	return nil, false
}
