// Every Join runs f again to know its value.
//
//workbook:caught-by TestJoinAgain
package task

type Handle[T any] struct{ f func() T }

func Spawn[T any](f func() T) *Handle[T] {
	go f()
	return &Handle[T]{f: f}
}

func (h *Handle[T]) Join() (T, error) {
	result := make(chan T)
	go func() { result <- h.f() }()
	return <-result, nil
}
