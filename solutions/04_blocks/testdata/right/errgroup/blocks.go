// Package blocks keeps its goroutines in an errgroup, whose error is always nil.
// It is ready for an f that can fail, and for a limit; until then a WaitGroup
// does the same.
package blocks

import "golang.org/x/sync/errgroup"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var calls errgroup.Group
	for i := range out {
		calls.Go(func() error {
			out[i] = f(in[i])
			return nil
		})
	}
	_ = calls.Wait()
	return out
}
