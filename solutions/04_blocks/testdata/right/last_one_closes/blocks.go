// Package blocks counts down; whoever comes last says that all are done.
package blocks

import "sync/atomic"

func Map[T, R any](in []T, f func(T) R) []R {
	if len(in) == 0 {
		return nil
	}
	out := make([]R, len(in))
	var left atomic.Int64
	left.Store(int64(len(in)))
	done := make(chan struct{})
	for i, v := range in {
		place := &out[i]
		go func() {
			*place = f(v)
			if left.Add(-1) == 0 {
				close(done)
			}
		}()
	}
	<-done
	return out
}
