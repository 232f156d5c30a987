// One WaitGroup for all handles: a joiner waits for tasks that are none of its business.
//
//workbook:caught-by TestIndependent
package task

import "sync"

var running sync.WaitGroup

type Handle[T any] struct{ value T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	running.Add(1)
	go func() {
		defer running.Done()
		h.value = f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	running.Wait()
	return h.value, nil
}
