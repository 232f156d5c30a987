// Each goroutine counts itself out, and looks in a second step whether it was the last.
// When the last two look after both are out, both close the channel.
//
//workbook:caught-by schedules
package blocks

import "sync/atomic"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	if len(in) == 0 {
		return out
	}
	var left atomic.Int64
	left.Store(int64(len(in)))
	all := make(chan struct{})
	for i, v := range in {
		go func() {
			out[i] = f(v)
			left.Add(-1)
			if left.Load() == 0 {
				close(all)
			}
		}()
	}
	<-all
	return out
}
