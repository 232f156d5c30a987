// The task leaves the value in the channel sixteen times. "Any number" is more.
//
//workbook:caught-by TestManyJoiners
package task

type Handle[T any] struct{ results chan T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{results: make(chan T, 16)}
	go func() {
		value := f()
		for range cap(h.results) {
			h.results <- value
		}
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) { return <-h.results, nil }
