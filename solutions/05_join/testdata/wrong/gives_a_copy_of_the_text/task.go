// The value is kept as text, as it would go over a wire, and what cannot be read back is
// zero.
//
//workbook:caught-by TestAnyType
package task

import (
	"fmt"
	"strings"
)

type Handle[T any] struct {
	done chan struct{}
	text string
}

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{done: make(chan struct{})}
	go func() {
		defer close(h.done)
		h.text = fmt.Sprint(f())
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	<-h.done
	var value T
	if p, ok := any(&value).(*string); ok {
		*p = h.text
		return value, nil
	}
	_, _ = fmt.Fscan(strings.NewReader(h.text), &value)
	return value, nil
}
