// The result is guarded by a mutex, and joiners wait on a condition variable.
// Nothing is read without the lock; Join cannot stand in a select, so that one
// that is to give up needs a goroutine.
package task

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

type Handle[T any] struct {
	cancel context.CancelFunc
	mu     sync.Mutex
	ended  *sync.Cond
	over   bool
	value  T
	err    error
}

func Spawn[T any](parent context.Context, f func(context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(parent)
	h := &Handle[T]{cancel: cancel}
	h.ended = sync.NewCond(&h.mu)
	go func() {
		defer cancel()
		var value T
		err := error(&JoinError{kind: exited})
		defer func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.value, h.err, h.over = value, err, true
			h.ended.Broadcast()
		}()
		defer func() {
			if p := recover(); p != nil {
				err = &JoinError{kind: panicked, value: p}
			}
		}()
		v, e := f(ctx)
		if e != nil && errors.Is(e, ctx.Err()) {
			err = &JoinError{kind: cancelled, value: e}
			return
		}
		value, err = v, e
	}()
	return h
}

func (h *Handle[T]) Abort() { h.cancel() }

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !h.over {
		h.ended.Wait()
	}
	return h.value, h.err
}

type kind int

const (
	exited kind = iota
	panicked
	cancelled
)

type JoinError struct {
	kind  kind
	value any
}

func (e *JoinError) Error() string {
	return fmt.Sprintf("%s %v", [...]string{"left early", "panicked:", "cancelled:"}[e.kind], e.value)
}

func (e *JoinError) IsCancelled() bool { return e.kind == cancelled }

func (e *JoinError) Unwrap() error {
	if !e.IsCancelled() {
		return nil
	}
	return e.value.(error)
}

func (e *JoinError) IsPanic() bool { return e.kind == panicked }

func (e *JoinError) Panic() (any, bool) {
	if !e.IsPanic() {
		return nil, false
	}
	return e.value, true
}
