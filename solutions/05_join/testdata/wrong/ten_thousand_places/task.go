// Package task has ten thousand places for tasks, which looks like enough.
//
//workbook:caught-by TestTasksTogether
package task

// places keeps a flood of tasks from eating all memory.
var places = make(chan struct{}, 10_000)

// A Handle stands for one task that [Spawn] started.
type Handle[T any] struct {
	done  chan struct{}
	value T
}

// Spawn starts f on its own goroutine at once and returns without waiting for it.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		places <- struct{}{}
		defer func() { <-places }()
		h.value = f()
	}()
	return h
}

// Join blocks until the task is over and gives the value that it returned.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
