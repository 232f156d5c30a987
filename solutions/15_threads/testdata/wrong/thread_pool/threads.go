// Threads are dear, so those that are free are used again.
//
//workbook:caught-by TestReturned
//workbook:caught-by TestPanicIsCaught
package threads

import (
	"fmt"
	"runtime"
	"sync"
)

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// idle holds workers that wait for something to do.
var idle struct {
	sync.Mutex
	workers []chan func()
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	onThread(func() {
		defer close(h.done)
		h.run(f)
	})
	return h
}

func onThread(work func()) {
	idle.Lock()
	defer idle.Unlock()
	if n := len(idle.workers); n > 0 {
		idle.workers[n-1] <- work
		idle.workers = idle.workers[:n-1]
		return
	}
	w := make(chan func(), 1)
	w <- work
	go func() {
		runtime.LockOSThread()
		for work := range w {
			work()
			idle.Lock()
			idle.workers = append(idle.workers, w)
			idle.Unlock()
		}
	}()
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
