// Package blocks waits for a day, and returns what it has.
//
//workbook:caught-by TestPatience
package blocks

import (
	"slices"
	"sync"
	"time"
)

func Map[T, R any](in []T, f func(T) R) []R {
	var mu sync.Mutex
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() {
			r := f(v)
			mu.Lock()
			defer mu.Unlock()
			out[i] = r
		})
	}
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(24 * time.Hour):
	}
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(out)
}
