// Package blocks calls f for all that the array behind in has room for.
//
//workbook:caught-by TestNothingToDo
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	all := in[:cap(in)]
	out := make([]R, len(all))
	var wg sync.WaitGroup
	for i, v := range all {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
