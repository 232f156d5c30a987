// Package task has a list of joiners to wake. A joiner looks whether the task is over, and
// then puts itself on the list: a task that ends in between wakes everybody but this one.
//
//workbook:caught-by schedules
package task

import "sync"

type Handle[T any] struct {
	mu      sync.Mutex
	over    bool
	value   T
	joiners []chan struct{}
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() { h.end(f()) }()
	return h
}

func (h *Handle[T]) end(value T) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.value, h.over = value, true
	for _, wake := range h.joiners {
		close(wake)
	}
}

func (h *Handle[T]) Join() (T, error) {
	if !h.isOver() {
		<-h.enroll()
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

func (h *Handle[T]) enroll() <-chan struct{} {
	wake := make(chan struct{})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.joiners = append(h.joiners, wake)
	return wake
}
