// Package blocks appends a zero to in as a mark for the end. There was room behind
// it, in somebody else's array.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var end T
	marked := append(in, end)
	var wg sync.WaitGroup
	for i := 0; i < len(marked)-1; i++ {
		wg.Go(func() { out[i] = f(marked[i]) })
	}
	wg.Wait()
	return out
}
