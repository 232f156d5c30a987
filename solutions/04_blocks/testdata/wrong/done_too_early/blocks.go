// Package blocks defers nothing: the goroutine says that it is done before it is.
//
//workbook:caught-by TestWaitsForAll
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Add(1)
		go func() {
			wg.Done()
			out[i] = f(v)
		}()
	}
	wg.Wait()
	return out
}
