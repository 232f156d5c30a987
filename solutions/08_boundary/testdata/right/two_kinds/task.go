// JoinError unwraps to the error that the task panicked with. Callers find that
// error with errors.Is; they may also take for an ordinary failure what was a
// bug.
package task

import "fmt"

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
		return fmt.Sprint("the task panicked with ", fmt.Sprintf("%T: ", e.value), e.value)
	}
	return "the task called runtime.Goexit"
}

// Unwrap gives the error that the task panicked with, if it was one.
func (e *JoinError) Unwrap() error {
	err, _ := e.value.(error)
	return err
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
