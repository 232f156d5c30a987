// A number of joiners, kept for the log, which nobody guards.
//
//workbook:caught-by race
package task

type Handle[T any] struct {
	done   chan struct{}
	value  T
	joined int
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.value = f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	h.joined++
	<-h.done
	return h.value, nil
}
