// The same with a ticker, which looks tidier and polls all the same.
//
//workbook:caught-by TestNoPolling
package task

import (
	"sync"
	"time"
)

type Handle[T any] struct {
	mu    sync.Mutex
	done  bool
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{}
	go func() {
		value := f()
		h.mu.Lock()
		defer h.mu.Unlock()
		h.value, h.done = value, true
	}()
	return h
}

func (h *Handle[T]) finished() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.done
}

func (h *Handle[T]) Join() (T, error) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !h.finished() {
		<-tick.C
	}
	return h.value, nil
}
