// A nil value is taken for "not yet", so a task that returns nil is never over.
//
//workbook:caught-by TestAnyType
package task

import "sync"

type Handle[T any] struct {
	mu    sync.Mutex
	some  sync.Cond
	value any
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	h.some.L = &h.mu
	go func() {
		value := f()
		h.mu.Lock()
		defer h.mu.Unlock()
		h.value = value
		h.some.Broadcast()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for h.value == nil {
		h.some.Wait()
	}
	return h.value.(T), nil
}
