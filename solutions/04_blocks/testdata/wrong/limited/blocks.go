// Package blocks runs a thousand calls at the same time, and no more.
//
//workbook:caught-by TestAtTheSameTime
package blocks

import "golang.org/x/sync/errgroup"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var calls errgroup.Group
	calls.SetLimit(1000)
	for i, v := range in {
		calls.Go(func() error {
			out[i] = f(v)
			return nil
		})
	}
	_ = calls.Wait()
	return out
}
