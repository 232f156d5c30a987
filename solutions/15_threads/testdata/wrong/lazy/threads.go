// The task is started by the first Join.
//
//workbook:caught-by TestSpawnDoesNotWait
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

type Handle[T any] struct {
	f     func() T
	once  sync.Once
	done  chan struct{}
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	return &Handle[T]{f: f, done: make(chan struct{})}
}

func (h *Handle[T]) Join() (T, error) {
	h.once.Do(func() {
		go func() {
			runtime.LockOSThread()
			defer close(h.done)
			h.run(h.f)
		}()
	})
	<-h.done
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
