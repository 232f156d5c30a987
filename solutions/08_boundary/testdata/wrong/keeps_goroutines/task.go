// A goroutine that has done its task waits a minute for the next one.
//
//workbook:caught-by TestReturned
package task

import (
	"fmt"
	"time"
)

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

var idle = make(chan func())

func work(job func()) {
	for {
		job()
		select {
		case job = <-idle:
		case <-time.After(time.Minute):
			return
		}
	}
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	job := func() { h.run(f) }
	select {
	case idle <- job:
	default:
		go work(job)
	}
	return h
}

func (h *Handle[T]) run(f func() T) {
	defer close(h.done)
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
	<-h.done
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
