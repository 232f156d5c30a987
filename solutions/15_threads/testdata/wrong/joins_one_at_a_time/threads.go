// A lock of the package is held in Join: a joiner waits for the task of another one.
//
//workbook:caught-by TestSpawnDoesNotWait
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

var joining sync.Mutex

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	runtime.LockOSThread()
	defer close(h.done)
	returned := false
	defer func() {
		if returned {
			return
		}
		p := recover()
		h.err = &JoinError{panicked: p != nil, value: p}
	}()
	h.value = f()
	returned = true
}

func (h *Handle[T]) Join() (T, error) {
	joining.Lock()
	defer joining.Unlock()
	<-h.done
	return h.value, h.err
}

type JoinError struct {
	panicked bool
	value    any
}

func (e *JoinError) Error() string {
	if !e.panicked {
		return "the task left by runtime.Goexit and has no value"
	}
	return fmt.Sprintf("the task panicked: %v", e.value)
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
