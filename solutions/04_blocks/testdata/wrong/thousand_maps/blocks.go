// Package blocks lets at most 1,024 Maps run at the same time.
//
//workbook:caught-by TestIndependent
package blocks

import "sync"

var maps = make(chan struct{}, 1024) // so many Maps at once

func Map[T, R any](in []T, f func(T) R) []R {
	maps <- struct{}{}
	defer func() { <-maps }()
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	return out
}
