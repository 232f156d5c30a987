// Package blocks counts by hand, and hands index and element over as arguments,
// which are worked out at the go statement.
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	wg.Add(len(in))
	for i := range in {
		go func(i int, v T) {
			defer wg.Done()
			out[i] = f(v)
		}(i, in[i])
	}
	wg.Wait()
	return out
}
