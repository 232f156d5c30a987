// Package blocks puts the results behind the elements, where there is room.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	n := len(in)
	var out []R
	if same, ok := any(in).([]R); ok && cap(same) >= 2*n {
		out = same[n : 2*n : 2*n]
	} else {
		out = make([]R, n)
	}
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
