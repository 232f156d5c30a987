// sync.OnceValue remembers, and its lock is what joiners wait for. They come to it only
// when the task has begun, so that none of them calls f.
package task

import "sync"

type Handle[T any] struct {
	begun chan struct{}
	get   func() T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{begun: make(chan struct{})}
	h.get = sync.OnceValue(func() T {
		close(h.begun)
		return f()
	})
	go h.get()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.begun
	return h.get(), nil
}
