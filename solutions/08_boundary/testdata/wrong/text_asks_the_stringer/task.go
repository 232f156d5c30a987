// Error asks a fmt.Stringer for its text itself, and panics where that is a nil pointer.
//
//workbook:caught-by TestErrorText
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
	text := ""
	switch v := e.value.(type) {
	case error:
		text = fmt.Sprint(v)
	case fmt.Stringer:
		text = v.String()
	default:
		text = fmt.Sprint(v)
	}
	return "the task panicked: " + text
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
