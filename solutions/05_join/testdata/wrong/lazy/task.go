// The task starts when somebody joins it, like a future that nobody polls.
//
//workbook:caught-by TestStartsAtOnce
//workbook:caught-by TestNobodyJoins
package task

import "sync"

type Handle[T any] struct {
	f     func() T
	once  sync.Once
	value T
}

func Spawn[T any](f func() T) *Handle[T] { return &Handle[T]{f: f} }

func (h *Handle[T]) Join() (T, error) {
	h.once.Do(func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			h.value = h.f()
		}()
		<-done
	})
	return h.value, nil
}
