// Later joiners need not wait for the channel, so a plain bool lets them pass. Two
// joiners write and read it at the same time.
//
//workbook:caught-by race
package task

type Handle[T any] struct {
	done  chan struct{}
	over  bool
	value T
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
	if !h.over {
		<-h.done
		h.over = true
	}
	return h.value, nil
}
