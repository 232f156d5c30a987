// Package blocks collects the results in a map under a lock, and waits with a
// sync.Cond until it is full. Any condition could be waited for like that; for
// this one it takes a lock that all calls share.
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	var mu sync.Mutex
	full := sync.NewCond(&mu)
	results := make(map[int]R)
	for i, v := range in {
		go func() {
			r := f(v) // without the lock
			mu.Lock()
			defer mu.Unlock()
			results[i] = r
			full.Signal()
		}()
	}
	mu.Lock()
	defer mu.Unlock()
	for len(results) < len(in) {
		full.Wait()
	}
	out := make([]R, len(in))
	for i, r := range results {
		out[i] = r
	}
	return out
}
