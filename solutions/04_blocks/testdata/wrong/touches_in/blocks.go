// Package blocks clears each place of the caller's slice as it goes along, and puts
// everything back before it waits. Meanwhile f may be reading.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	keep := append([]T(nil), in...)
	var wg sync.WaitGroup
	for i := range in {
		v := in[i]
		var zero T
		in[i] = zero
		wg.Go(func() { out[i] = f(v) })
	}
	copy(in, keep)
	wg.Wait()
	return out
}
