// Package blocks has a goroutine that tells, a second after the end, that Map was there.
//
//workbook:caught-by TestWaitsForAll
package blocks

import (
	"sync"
	"time"
)

var calls sync.Map

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
	go func() {
		time.Sleep(time.Second)
		calls.Store(time.Now(), len(in))
	}()
	return out
}
