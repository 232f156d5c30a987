// The first joiner takes the value from the channel and keeps it in the handle. The
// others wait for that joiner, and so on a mutex.
package task

import "sync"

type Handle[T any] struct {
	result chan T
	take   sync.Once
	value  T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T, 1)}
	go func() { h.result <- f() }()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.take.Do(func() { h.value = <-h.result })
	return h.value, nil
}
