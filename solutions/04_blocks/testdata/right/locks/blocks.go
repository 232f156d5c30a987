// Package blocks has a lock for each place: the call holds it until its result is
// there, and Map takes them one by one.
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	type place struct {
		sync.Mutex
		result R
	}
	places := make([]place, len(in))
	for i, v := range in {
		p := &places[i]
		p.Lock()
		go func() {
			defer p.Unlock()
			p.result = f(v)
		}()
	}
	out := make([]R, 0, len(in))
	for i := range places {
		places[i].Lock()
		out = append(out, places[i].result)
	}
	return out
}
