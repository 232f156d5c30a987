// A lock is held while the task is at work, and who joins waits for it.
package task

import (
	"fmt"
	"sync"
)

type Handle[T any] struct {
	busy  sync.RWMutex // held while the task is at work
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := new(Handle[T])
	h.busy.Lock()
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	defer h.busy.Unlock()
	returned := false
	defer func() {
		if !returned {
			p := recover()
			h.err = &JoinError{p != nil, p}
		}
	}()
	h.value = f()
	returned = true
}

func (h *Handle[T]) Join() (T, error) {
	h.busy.RLock()
	defer h.busy.RUnlock()
	return h.value, h.err
}

type JoinError struct {
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	if e.panicked {
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task called runtime.Goexit"
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
