// The same with golang.org/x/sync/errgroup, whose Wait also has an error to give.
package task

import "golang.org/x/sync/errgroup"

type Handle[T any] struct {
	group errgroup.Group
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.group.Go(func() error {
		h.value = f()
		return nil
	})
	return h
}

func (h *Handle[T]) Join() (T, error) {
	err := h.group.Wait()
	return h.value, err
}
