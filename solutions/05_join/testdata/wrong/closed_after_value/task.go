// Closing the channel wakes the second joiner, who gets the zero value of a closed
// channel for an answer.
//
//workbook:caught-by TestJoinAgain
package task

type Handle[T any] struct{ result chan T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T, 1)}
	go func() {
		defer close(h.result)
		h.result <- f()
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) { return <-h.result, nil }
