// A goroutine of the task stays for a minute, in case that somebody comes to join.
//
//workbook:caught-by TestNobodyJoins
package task

import "time"

type Handle[T any] struct {
	done  chan struct{}
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		h.value = f()
		close(h.done)
		time.Sleep(time.Minute)
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
