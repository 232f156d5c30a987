// Package task starts functions on goroutines of their own and hands out what
// they return.
package task

// A Handle stands for one task that [Spawn] started. Its methods are safe for
// concurrent use.
type Handle[T any] struct {
	done  chan struct{} // closed when the task is over
	value T             // written before done is closed, never after
}

// Spawn starts f on its own goroutine at once and returns without waiting for it.
// The task runs whether or not anybody joins it.
func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.value = f()
	}()
	return h
}

// Join blocks until the task is over and gives the value that it returned. It may
// be called any number of times, from any number of goroutines, and always gives
// the same answer. The error is nil.
func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
