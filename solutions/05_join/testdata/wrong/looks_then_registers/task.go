// Join looks whether the task is over, and enters itself among those to be told in a
// second step: a task that ends in between tells nobody of it.
//
//workbook:caught-by schedules
package task

import "sync"

type Handle[T any] struct {
	mu      sync.Mutex
	over    bool
	value   T
	waiting []chan struct{}
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() {
		value := f()
		h.mu.Lock()
		defer h.mu.Unlock()
		h.value, h.over = value, true
		for _, told := range h.waiting {
			close(told)
		}
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	if !h.isOver() {
		<-h.tell()
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.value, nil
}

func (h *Handle[T]) isOver() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.over
}

func (h *Handle[T]) tell() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := make(chan struct{})
	h.waiting = append(h.waiting, told)
	return told
}
