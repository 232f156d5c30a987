// A WaitGroup of one, which any number of joiners may wait for.
package task

import "sync"

type Handle[T any] struct {
	wg    sync.WaitGroup
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.wg.Go(func() { h.value = f() })
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.wg.Wait()
	return h.value, nil
}
