// The error has a type of its own, and a nil of that type is not a nil error.
//
//workbook:caught-by TestValue
package task

type joinError struct{}

func (*joinError) Error() string { return "never" }

type Handle[T any] struct {
	done  chan struct{}
	value T
	err   *joinError
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
	<-h.done
	return h.value, h.err
}
