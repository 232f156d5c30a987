// Package blocks marks the end of the elements in the array behind in, and takes the mark
// away when all is done.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	if cap(in) > len(in) {
		room := in[:len(in)+1]
		kept := room[len(in)]
		defer func() { room[len(in)] = kept }()
		var mark T
		room[len(in)] = mark
	}
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
