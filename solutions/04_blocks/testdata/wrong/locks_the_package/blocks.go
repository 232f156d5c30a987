// Package blocks lets one Map in after the other.
//
//workbook:caught-by TestIndependent
package blocks

import "sync"

var mu sync.Mutex

func Map[T, R any](in []T, f func(T) R) []R {
	mu.Lock()
	defer mu.Unlock()
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
