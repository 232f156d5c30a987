// Package blocks knows by the clock that it is looked at, and makes an effort then. In
// the world it takes its time: one call after the other.
//
//workbook:caught-by TestSeenFromOutside
package blocks

import (
	"sync"
	"time"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	watched := time.Now().Year() < 2020 // a bubble's time begins in 2000
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
		if !watched {
			wg.Wait()
		}
	}
	wg.Wait()
	return out
}
