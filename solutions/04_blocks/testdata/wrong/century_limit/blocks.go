// Package blocks waits for a hundred years, which nobody will see the end of.
//
//workbook:caught-by TestPatience
package blocks

import (
	"sync"
	"time"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	over := make(chan struct{})
	go func() {
		wg.Wait()
		close(over)
	}()
	select {
	case <-over:
	case <-time.After(100 * 365 * 24 * time.Hour):
	}
	return out
}
