// A goroutine calls f once, and so does whoever comes to join before it: then f runs on
// the joiner's goroutine.
//
//workbook:caught-by TestOwnGoroutine
package task

import "sync"

type Handle[T any] struct {
	get func() T
}

func Spawn[T any](f func() T) *Handle[T] {
	get := sync.OnceValue(f)
	go get()
	return &Handle[T]{get: get}
}

func (h *Handle[T]) Join() (T, error) {
	return h.get(), nil
}
