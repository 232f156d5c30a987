// The task leaves the value in the channel a thousand times, which is a good deal more
// than anybody needs, as it thinks.
//
//workbook:caught-by TestManyJoiners
package task

type Handle[T any] struct {
	values chan T
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{values: make(chan T, 1000)}
	go func() {
		value := f()
		for range cap(h.values) {
			h.values <- value
		}
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	return <-h.values, nil
}
