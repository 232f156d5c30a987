// A result of nil is taken for a call that went wrong, and f is called once more.
//
//workbook:caught-by TestAnyType
package blocks

import "sync"

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	var wg sync.WaitGroup
	for i, v := range in {
		wg.Go(func() {
			out[i] = f(v)
			if any(out[i]) == nil { // nothing came: try again
				out[i] = f(v)
			}
		})
	}
	wg.Wait()
	return out
}
