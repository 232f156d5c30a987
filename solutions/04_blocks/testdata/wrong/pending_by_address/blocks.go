// Package blocks keeps a set of the elements that are being worked on, by their
// addresses. Elements without a size have one address: the first call to end empties it.
//
//workbook:caught-by TestAnyType
package blocks

import "sync"

// Map calls f once for each element of in, each call on a goroutine of its own.
func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var mu sync.Mutex
	done := sync.NewCond(&mu)
	pending := make(map[*T]bool, len(in)) // which elements are being worked on
	for i := range in {
		pending[&in[i]] = true
	}
	for i := range in {
		go func() {
			r := f(in[i])
			mu.Lock()
			defer mu.Unlock()
			out[i] = r
			delete(pending, &in[i])
			done.Signal()
		}()
	}
	mu.Lock()
	defer mu.Unlock()
	for len(pending) > 0 {
		done.Wait()
	}
	return out
}
