// Package blocks shares the elements among eight workers.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	places := make(chan int)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range places {
				out[i] = f(in[i])
			}
		})
	}
	for i := range in {
		places <- i
	}
	close(places)
	wg.Wait()
	return out
}
