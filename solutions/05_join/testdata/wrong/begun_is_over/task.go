// The end is told by another goroutine, which knows that the task has begun, and not
// that it is over.
//
//workbook:caught-by TestJoinWaits
package task

type Handle[T any] struct {
	done  chan struct{}
	value T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	started := make(chan struct{})
	go func() {
		close(started)
		h.value = f()
	}()
	go func() {
		<-started
		close(h.done)
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	return h.value, nil
}
