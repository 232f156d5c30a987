// The first joiner holds a plain mutex while it waits for the channel. The value is a
// pointer, and nil means that nobody has fetched it yet.
package task

import "sync"

type Handle[T any] struct {
	mu     sync.Mutex
	value  *T
	result <-chan T
}

func Spawn[T any](f func() T) *Handle[T] {
	result := make(chan T, 1)
	go func() {
		defer close(result)
		result <- f()
	}()
	return &Handle[T]{result: result}
}

func (h *Handle[T]) Join() (T, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.value == nil {
		value := <-h.result
		h.value = &value
	}
	return *h.value, nil
}
