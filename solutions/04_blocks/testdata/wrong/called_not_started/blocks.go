// Package blocks writes a function literal for each element, and calls it instead
// of starting it.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Add(1)
		func() {
			defer wg.Done()
			out[i] = f(v)
		}()
	}
	wg.Wait()
	return out
}
