// Package blocks gives the first call a moment to end before it starts the others.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import (
	"sync"
	"time"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	first := make(chan struct{})
	for i, v := range in {
		wg.Go(func() {
			out[i] = f(v)
			if i == 0 {
				close(first)
			}
		})
		if i == 0 { // let it fill the caches, if it is quick
			t := time.NewTimer(5 * time.Millisecond)
			select {
			case <-first:
			case <-t.C:
			}
			t.Stop()
		}
	}
	wg.Wait()
	return out
}
