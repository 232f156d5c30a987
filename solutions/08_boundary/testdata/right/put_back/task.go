// A result travels in a channel that is never empty for long. The methods have value
// receivers, and *JoinError has them too.
package task

import "fmt"

type result[T any] struct {
	value T
	err   error
}

type Handle[T any] struct{ results chan result[T] }

func Spawn[T any](f func() T) *Handle[T] {
	h := &Handle[T]{results: make(chan result[T], 1)}
	go func() {
		r := result[T]{err: &JoinError{}}
		defer func() { h.results <- r }()
		defer func() {
			if p := recover(); p != nil {
				r.err = &JoinError{panics: []any{p}}
			}
		}()
		r = result[T]{value: f()}
	}()
	return h
}

func (h *Handle[T]) Join() (T, error) {
	r := <-h.results
	h.results <- r
	return r.value, r.err
}

// JoinError holds one panic, or none.
type JoinError struct{ panics []any }

func (e JoinError) Error() string {
	if len(e.panics) == 0 {
		return "runtime.Goexit"
	}
	return fmt.Sprintf("panic: %v", e.panics[0])
}

func (e JoinError) IsPanic() bool { return len(e.panics) > 0 }

func (e JoinError) Panic() (any, bool) {
	for _, p := range e.panics {
		return p, true
	}
	return nil, false
}
