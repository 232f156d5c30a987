// A WaitGroup of one, which any number of joiners may wait for. It is the
// shortest; but a WaitGroup cannot stand in a select, so that nobody can wait for
// it or for a deadline.
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
