// Package blocks counts the calls that have ended in a variable that all of them
// change, without a lock.
//
//workbook:caught-by race
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	ended := 0
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() {
			out[i] = f(v)
			ended++
		})
	}
	wg.Wait()
	_ = ended
	return out
}
