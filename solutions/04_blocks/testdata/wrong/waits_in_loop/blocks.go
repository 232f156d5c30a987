// Package blocks waits for each goroutine right after it started it.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
		wg.Wait()
	}
	return out
}
