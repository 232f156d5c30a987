// Package blocks has the last call say that all are done. Of no calls, none is the
// last.
//
//workbook:caught-by TestNothingToDo
package blocks

import "sync/atomic"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var ended atomic.Int64
	done := make(chan struct{})
	for i, v := range in {
		go func() {
			out[i] = f(v)
			if ended.Add(1) == int64(len(in)) {
				close(done)
			}
		}()
	}
	<-done
	return out
}
