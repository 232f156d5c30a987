// Package blocks takes two elements a turn, and appends a partner to an odd one: into the
// caller's array, where that has room.
//
//workbook:caught-by TestLeavesInAlone
package blocks

import "sync"

// Map calls f once for each element of in, each call on a goroutine of its own.
func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var calls sync.WaitGroup
	// Two elements a turn; an odd one gets a partner that is not used.
	var none T
	work := in
	if len(work)%2 == 1 {
		work = append(work, none)
	}
	for i := 0; i < len(work); i += 2 {
		a, b := work[i], work[i+1]
		calls.Go(func() { out[i] = f(a) })
		if i+1 < len(in) {
			calls.Go(func() { out[i+1] = f(b) })
		}
	}
	calls.Wait()
	return out
}
