// A channel that holds the one value. A joiner borrows it and puts it back. There
// is nothing but the channel; joiners pass one after the other, and one that does
// not put the value back locks out the rest.
package task

type Handle[T any] struct{ result chan T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T, 1)}
	go func() { h.result <- f() }()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	value := <-h.result
	h.result <- value
	return value, nil
}
