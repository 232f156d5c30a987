// Package blocks clears each place of the caller's slice once it has the element,
// to let the collector have it.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		clear(in[i : i+1])
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
