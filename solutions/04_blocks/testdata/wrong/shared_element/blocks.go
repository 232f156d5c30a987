// Package blocks declares the element outside of the loop: all function literals
// share it, and find in it what the loop put there last.
//
//workbook:caught-by TestOncePerElement
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	var v T
	for i := range in {
		v = in[i]
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
