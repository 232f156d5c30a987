// The text of an error is made when it is first asked for, and kept without a lock.
//
//workbook:caught-by race
package task

import (
	"context"
	"errors"
	"fmt"
)

// A Handle stands for one task that [Spawn] started. Its methods are safe for
// concurrent use.
type Handle[T any] struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when the task is over
	value  T             // value and err are written before done is closed, never after
	err    error
}

// Spawn starts f on its own goroutine at once and returns without waiting for it.
// The context of f comes from ctx. It is over as soon as somebody calls Abort or
// ctx is over, and in any case when the task is.
func Spawn[T any](ctx context.Context, f func(ctx context.Context) (T, error)) *Handle[T] {
	ctx, cancel := context.WithCancel(ctx)
	h := &Handle[T]{cancel: cancel, done: make(chan struct{})}
	go h.run(ctx, f)
	return h
}

// run calls f and records how it ended. Whatever happens, it closes h.done last.
func (h *Handle[T]) run(ctx context.Context, f func(context.Context) (T, error)) {
	defer close(h.done)
	defer h.cancel() // a context that is not over is kept by its parent
	returned := false
	defer func() {
		if !returned {
			p := recover() // nil after runtime.Goexit, and only then
			h.err = &JoinError{panicked: p != nil, value: p}
		}
	}()
	value, err := f(ctx)
	returned = true
	// Now is the time to ask: an Abort that comes later must change nothing.
	if why := ctx.Err(); why != nil && errors.Is(err, why) {
		h.err = &JoinError{cancelled: err}
		return
	}
	h.value, h.err = value, err
}

// Abort asks the task to stop, and does not wait for it. It may be called any
// number of times; once the task is over it does nothing.
func (h *Handle[T]) Abort() { h.cancel() }

// Join blocks until the task is over, aborted or not. It gives what f returned, or
// the zero T and a *JoinError when f gave up because its context was over,
// panicked, or called runtime.Goexit. Every call gives the same answer.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

// A JoinError says why a task has no value: it was cancelled, it panicked, or it
// called runtime.Goexit. It does not change once Join has given it.
type JoinError struct {
	cancelled error // what f returned when its context was over
	panicked  bool
	value     any // what the task panicked with
	text      string
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if e.text == "" {
		e.text = e.words()
	}
	return e.text
}

func (e *JoinError) words() string {
	switch {
	case e.cancelled != nil:
		return "the task was cancelled: " + e.cancelled.Error()
	case e.panicked:
		return fmt.Sprintf("the task panicked: %v", e.value)
	}
	return "the task left by runtime.Goexit and has no value"
}

// IsCancelled reports whether the task gave up because its context was over.
func (e *JoinError) IsCancelled() bool { return e.cancelled != nil }

// Unwrap gives the error that a cancelled task returned. It is nil for a task that
// ended in another way.
func (e *JoinError) Unwrap() error { return e.cancelled }

// IsPanic reports whether the task panicked.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value that the task panicked with. It is nil and false for a
// task that did not panic.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
