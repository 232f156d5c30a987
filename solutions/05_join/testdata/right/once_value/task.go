// A handle that is a function: sync.OnceValue remembers what the channel gave.
// Nothing can be read too early, as there is no field to read; all joiners but
// the first wait for a lock, which no select can.
package task

import "sync"

type Handle[T any] struct{ wait func() T }

func Spawn[T any](f func() T) *Handle[T] {
	result := make(chan T, 1)
	go func() { result <- f() }()
	return &Handle[T]{wait: sync.OnceValue(func() T { return <-result })}
}

func (h *Handle[T]) Join() (T, error) { return h.wait(), nil }
