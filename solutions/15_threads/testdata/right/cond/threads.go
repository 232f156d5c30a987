// A condition variable, which tells all joiners. It could tell of more than one
// thing; it takes a lock, a flag and a loop where closing a channel is one line.
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

type Handle[T any] struct {
	mu    sync.Mutex
	ended *sync.Cond
	over  bool
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := new(Handle[T])
	h.ended = sync.NewCond(&h.mu)
	go h.onThread(f)
	return h
}

func (h *Handle[T]) onThread(f func() T) {
	runtime.LockOSThread()
	defer func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.over = true
		h.ended.Broadcast()
	}()
	h.run(f)
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for !h.over {
		h.ended.Wait()
	}
	return h.value, h.err
}

func (h *Handle[T]) run(f func() T) {
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
