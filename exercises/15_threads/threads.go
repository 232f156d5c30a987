// Package threads starts functions on threads of the operating system, one thread
// for each, and hands out what they return.
package threads

import "errors"

// A Handle stands for one task that [Spawn] started.
type Handle[T any] struct {
	// Your handle from the exercise on the panic boundary is a good beginning.
}

// A JoinError says why a task has no value. Join gives it as a *JoinError.
type JoinError struct {
	// As in the exercise on the panic boundary.
}

// Spawn starts f at once, on a thread of its own, and returns without waiting for
// it. The thread belongs to the task alone and ends with it.
//
// Your task: write Spawn, Join and the three methods of JoinError. The whole
// contract is on the lesson's page "The task".
func Spawn[T any](f func() T) *Handle[T] {
	return &Handle[T]{}
}

// Join blocks until the task is over, its deferred calls included. It gives the
// value that the task returned and a nil error, or else the zero T and a
// *JoinError.
func (h *Handle[T]) Join() (T, error) {
	var zero T
	return zero, errors.New("Join is not written yet")
}

// Error says in words how the task ended.
func (e *JoinError) Error() string { return "JoinError is not written yet" }

// IsPanic reports whether the task panicked. It is false for a task that left by
// runtime.Goexit.
func (e *JoinError) IsPanic() bool { return false }

// Panic gives the value that the task panicked with. It is nil and false for a
// task that did not panic.
func (e *JoinError) Panic() (any, bool) { return nil, false }
