// f has a goroutine of its own, but Spawn waits for its value.
//
//workbook:caught-by TestSpawnDoesNotWait
package task

type Handle[T any] struct{ value T }

func Spawn[T any](f func() T) *Handle[T] {
	result := make(chan T)
	go func() { result <- f() }()
	return &Handle[T]{value: <-result}
}

func (h *Handle[T]) Join() (T, error) { return h.value, nil }
