// Package blocks looks every millisecond whether all calls are over.
//
//workbook:caught-by TestPatience
package blocks

import (
	"sync/atomic"
	"time"
)

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var ended atomic.Int64
	for i, v := range in {
		go func() {
			out[i] = f(v)
			ended.Add(1)
		}()
	}
	for ended.Load() < int64(len(in)) {
		time.Sleep(time.Millisecond)
	}
	return out
}
