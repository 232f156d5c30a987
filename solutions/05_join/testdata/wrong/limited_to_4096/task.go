// There are slots for 4,096 tasks, which is as good as any number, as it thinks.
//
//workbook:caught-by TestTasksTogether
package task

var slots = make(chan struct{}, 4096)

type Handle[T any] struct {
	done  chan struct{}
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		slots <- struct{}{}
		defer func() { <-slots }()
		defer close(h.done)
		h.value = f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
