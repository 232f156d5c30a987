// Package blocks lends itself the caller's slice: it is empty while the calls run, and as
// before when Map returns.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import (
	"slices"
	"sync"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	keep := slices.Clone(in)
	clear(in)
	var wg sync.WaitGroup
	for i, v := range keep {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	copy(in, keep)
	return out
}
