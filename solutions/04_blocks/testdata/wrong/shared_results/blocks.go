// Package blocks keeps the results of all Maps in one place.
//
//workbook:caught-by TestIndependent
package blocks

import "sync"

var results sync.Map // by the number of the element

func Map[T, R any](in []T, f func(T) R) []R {
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { results.Store(i, f(v)) })
	}
	wg.Wait()
	out := make([]R, len(in))
	for i := range out {
		r, _ := results.Load(i)
		out[i], _ = r.(R)
	}
	return out
}
