// A buffer of one lets the task go, but the first joiner takes the value away.
//
//workbook:caught-by TestJoinAgain
package task

type Handle[T any] struct{ result chan T }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{result: make(chan T, 1)}
	go func() { h.result <- f() }()
	return h
}

func (h *Handle[T]) Join() (T, error) { return <-h.result, nil }
