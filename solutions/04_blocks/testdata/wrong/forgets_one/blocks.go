// Package blocks waits for one goroutine less than there are.
//
//workbook:caught-by TestWaitsForAll
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	done := make(chan struct{}, len(in))
	for i, v := range in {
		go func() {
			out[i] = f(v)
			done <- struct{}{}
		}()
	}
	for i := 1; i < len(in); i++ {
		<-done
	}
	return out
}
