// Package blocks counts the places in a variable outside of the loop, which has
// moved on when the goroutines read it.
//
//workbook:caught-by TestResults
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in)+1)
	var wg sync.WaitGroup
	i := 0
	for _, v := range in {
		wg.Go(func() { out[i] = f(v) })
		i++
	}
	wg.Wait()
	return out[:i]
}
