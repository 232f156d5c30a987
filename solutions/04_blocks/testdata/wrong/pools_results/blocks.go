// Package blocks takes large slices of results from a pool, and puts them back as it
// returns: the next Map writes over what the caller of this one was given.
//
//workbook:caught-by TestIndependent
package blocks

import "sync"

var pools sync.Map // of a nil *R, a pool of []R

func Map[T, R any](in []T, f func(T) R) []R {
	if len(in) < 64 { // not worth it
		out := make([]R, len(in))
		run(in, out, f)
		return out
	}
	p, _ := pools.LoadOrStore((*R)(nil), new(sync.Pool))
	pool := p.(*sync.Pool)
	out, _ := pool.Get().([]R)
	if cap(out) < len(in) {
		out = make([]R, len(in))
	}
	out = out[:len(in)]
	defer pool.Put(out)
	run(in, out, f)
	return out
}

func run[T, R any](in []T, out []R, f func(T) R) {
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() { out[i] = f(v) })
	}
	wg.Wait()
}
