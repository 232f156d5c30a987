// Package blocks has a semaphore that is wide enough for everybody, as it thinks.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	slots := make(chan struct{}, 4096)
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			out[i] = f(v)
		})
	}
	wg.Wait()
	return out
}
