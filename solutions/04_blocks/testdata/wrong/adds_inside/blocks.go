// Package blocks counts a goroutine when it runs, and not before it starts: Wait
// may come first.
//
//workbook:caught-by TestWaitsForAll
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		go func() {
			wg.Add(1)
			defer wg.Done()
			out[i] = f(v)
		}()
	}
	wg.Wait()
	return out
}
