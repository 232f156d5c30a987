// The value goes over a channel without a buffer: a task that nobody joins waits there
// for ever, and so does the second joiner.
//
//workbook:caught-by TestNobodyJoins
//workbook:caught-by TestJoinAgain
package task

type Handle[T any] struct{ result chan T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T)}
	go func() { h.result <- f() }()
	return h
}

func (h *Handle[T]) Join() (T, error) { return <-h.result, nil }
