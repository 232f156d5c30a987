// Package task trims the text of a panic value.
//
//workbook:caught-by TestErrorText
package task

import (
	"errors"
	"fmt"
	"strings"
)

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   error
}

type JoinError struct {
	value    any
	panicked bool
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
		h.err = &JoinError{value: p, panicked: p != nil}
	}()
	h.value = f()
	returned = true
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, h.err
}

func (e *JoinError) Error() string {
	if !e.panicked {
		return errExited.Error()
	}
	return "the task panicked: " + strings.TrimSpace(fmt.Sprint(e.value))
}

func (e *JoinError) IsPanic() bool { return e.panicked }

func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }

var errExited = errors.New("the task left by runtime.Goexit")
