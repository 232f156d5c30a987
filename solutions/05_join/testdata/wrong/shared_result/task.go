// The values of all tasks meet in one place, and the last one wins.
//
//workbook:caught-by TestIndependent
//workbook:caught-by TestServerOfTasks
package task

import "sync"

var (
	mu   sync.Mutex
	last any
)

type Handle[T any] struct{ done chan struct{} }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		value := f()
		mu.Lock()
		defer mu.Unlock()
		last = value
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	mu.Lock()
	defer mu.Unlock()
	value, _ := last.(T)
	return value, nil
}
