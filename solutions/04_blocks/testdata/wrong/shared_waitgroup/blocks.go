// Package blocks has one WaitGroup for all Maps: each waits for the calls of the
// others.
//
//workbook:caught-by TestIndependent
package blocks

import "sync"

var calls sync.WaitGroup

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	for i, v := range in {
		calls.Go(func() { out[i] = f(v) })
	}
	calls.Wait()
	return out
}
