// Package blocks keeps the results in a map, with the element for a key: not every
// type can be one.
//
//workbook:caught-by TestAnyType
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	var results sync.Map
	var wg sync.WaitGroup
	for _, v := range in {
		wg.Go(func() { results.Store(v, f(v)) })
	}
	wg.Wait()
	out := make([]R, len(in))
	for i, v := range in {
		if r, ok := results.Load(v); ok {
			out[i], _ = r.(R)
		}
	}
	return out
}
