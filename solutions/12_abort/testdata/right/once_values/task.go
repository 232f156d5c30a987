// Join is a sync.OnceValues over a channel that holds the result. The handle has
// no field that could be read too early; all joiners but the first wait for a
// lock, which no select can.
package task

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

type Handle[T any] struct {
	Cancel context.CancelFunc
	wait   func() (T, error)
}

func Spawn[T any](ctx context.Context, f func(context.Context) (T, error)) *Handle[T] {
	own, cancel := context.WithCancel(ctx)
	results := make(chan func() (T, error), 1)
	go func() {
		defer cancel()
		failed := &JoinError{text: "it left"}
		answer := func() (v T, err error) { return v, failed }
		defer func() { results <- answer }()
		defer func() {
			if p := recover(); p != nil {
				failed = &JoinError{text: fmt.Sprint(p), value: p, isPanic: true}
			}
		}()
		v, err := f(own)
		if stopped := own.Err(); err != nil && stopped != nil && errors.Is(err, stopped) {
			failed = &JoinError{text: err.Error(), cause: err}
			return
		}
		answer = func() (T, error) { return v, err }
	}()
	return &Handle[T]{cancel, sync.OnceValues(func() (T, error) { return (<-results)() })}
}

func (h *Handle[T]) Abort() { h.Cancel() }

func (h *Handle[T]) Join() (T, error) { return h.wait() }

type JoinError struct {
	text    string
	cause   error
	value   any
	isPanic bool
}

func (e *JoinError) Error() string      { return e.text }
func (e *JoinError) Unwrap() error      { return e.cause }
func (e *JoinError) IsCancelled() bool  { return e.cause != nil }
func (e *JoinError) IsPanic() bool      { return e.isPanic }
func (e *JoinError) Panic() (any, bool) { return e.value, e.isPanic }
