// Join says which task it was and wraps the *JoinError, which errors.As finds.
// The message helps who reads a log; callers that compare types themselves do not
// find it any more.
package task

import (
	"fmt"
	"sync"
)

type Handle[T any] struct {
	wg    sync.WaitGroup
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.wg.Add(1)
	go func() {
		defer h.wg.Done()
		normal := false
		defer func() {
			if !normal {
				h.err = &JoinError{reason: recover()}
			}
		}()
		h.value = f()
		normal = true
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.wg.Wait()
	if h.err != nil {
		var zero T
		return zero, fmt.Errorf("joining a task of type %T: %w", h.value, h.err)
	}
	return h.value, nil
}

// JoinError has no reason when the task called runtime.Goexit.
type JoinError struct{ reason any }

func (e *JoinError) Error() string {
	if e.reason == nil {
		return "it left without a value"
	}
	return fmt.Sprint(e.reason)
}

func (e *JoinError) IsPanic() bool { return e.reason != nil }

func (e *JoinError) Panic() (value any, panicked bool) { return e.reason, e.reason != nil }
