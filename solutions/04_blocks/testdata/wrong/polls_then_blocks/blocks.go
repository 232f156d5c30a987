// Package blocks looks every ten milliseconds for two seconds, as most calls are quick, and
// blocks only then.
//
//workbook:caught-by TestPatience
package blocks

import (
	"sync"
	"sync/atomic"
	"time"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var left atomic.Int64
	left.Store(int64(len(in)))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() {
			defer left.Add(-1)
			out[i] = f(v)
		})
	}
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for range 200 {
		if left.Load() == 0 {
			break
		}
		<-look.C
	}
	wg.Wait()
	return out
}
