// What the first Join has read is used again for the next task.
//
//workbook:caught-by TestStillATask
package task

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// A Handle is a task.
type Handle[T any] struct {
	done chan struct{}
	box  *box
	seen atomic.Bool
}

type box struct {
	value any
	err   *JoinError
}

var boxes = sync.Pool{New: func() any { return new(box) }}

// A JoinError says why.
type JoinError struct {
	value    any
	panicked bool
}

// Spawn starts f.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{}), box: boxes.Get().(*box)}
	go h.run(f)
	return h
}

func (h *Handle[T]) run(f func() T) {
	defer close(h.done)
	*h.box = box{}
	returned := false
	defer func() {
		if returned {
			return
		}
		p := recover()
		h.box.err = &JoinError{value: p, panicked: p != nil}
	}()
	h.box.value = f()
	returned = true
}

// Join waits.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	value, _ := h.box.value.(T)
	err := h.box.err
	if h.seen.CompareAndSwap(false, true) {
		boxes.Put(h.box)
	}
	if err != nil {
		return value, err
	}
	return value, nil
}

// Error says in words how the task ended.
func (e *JoinError) Error() string {
	if !e.panicked {
		return "task called runtime.Goexit"
	}
	return fmt.Sprint("task panicked: ", e.value)
}

// IsPanic reports whether the task panicked.
func (e *JoinError) IsPanic() bool { return e.panicked }

// Panic gives the value.
func (e *JoinError) Panic() (any, bool) { return e.value, e.panicked }
