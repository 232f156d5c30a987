// Package blocks has a goroutine that collects from a channel which is never
// closed.
//
//workbook:caught-by TestWaitsForAll
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	type result struct {
		place int
		value R
	}
	out := make([]R, len(in))
	results := make(chan result)
	var wg sync.WaitGroup
	go func() {
		for r := range results {
			out[r.place] = r.value
			wg.Done()
		}
	}()
	for i, v := range in {
		wg.Add(1)
		go func() { results <- result{i, f(v)} }()
	}
	wg.Wait()
	return out
}
