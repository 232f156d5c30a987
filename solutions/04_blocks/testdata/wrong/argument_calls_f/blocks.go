// Package blocks calls f in the argument of the go statement: arguments are worked
// out by the caller, and nothing but the writing is left to the goroutine.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	wg.Add(len(in))
	for i, v := range in {
		go func(r R) {
			defer wg.Done()
			out[i] = r
		}(f(v))
	}
	wg.Wait()
	return out
}
