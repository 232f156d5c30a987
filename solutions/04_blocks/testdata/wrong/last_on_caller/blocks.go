// Package blocks saves a goroutine: the last element is handled by the caller.
//
//workbook:caught-by TestOwnGoroutines
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		if i == len(in)-1 {
			out[i] = f(v)
			break
		}
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
