// Package blocks calls f of a zero where there is no element, so that the slice which it
// gives has at least something behind it.
//
//workbook:caught-by TestNothingToDo
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	if len(in) == 0 {
		var zero T
		return []R{f(zero)}[:0]
	}
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
