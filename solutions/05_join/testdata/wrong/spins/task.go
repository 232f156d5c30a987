// Join asks again and again without a pause: one processor does nothing else.
//
//workbook:caught-by TestSpawnDoesNotWait
package task

import "sync/atomic"

type Handle[T any] struct{ value atomic.Pointer[T] }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() {
		value := f()
		h.value.Store(&value)
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	for h.value.Load() == nil {
	}
	return *h.value.Load(), nil
}
