// The task's goroutine stays to hand the value to every joiner there may ever be.
//
//workbook:caught-by TestNobodyJoins
package task

type Handle[T any] struct{ result chan T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T)}
	go func() {
		value := f()
		for {
			h.result <- value
		}
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) { return <-h.result, nil }
