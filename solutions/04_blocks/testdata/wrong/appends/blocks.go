// Package blocks appends under a lock. Nothing is lost, and the results are in the
// order in which the calls ended.
//
//workbook:caught-by TestInOrder
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	var mu sync.Mutex
	var out []R
	var wg sync.WaitGroup
	for _, v := range in {
		wg.Go(func() {
			r := f(v)
			mu.Lock()
			defer mu.Unlock()
			out = append(out, r)
		})
	}
	wg.Wait()
	return out
}
