// Package blocks starts all its goroutines and returns.
//
//workbook:caught-by TestWaitsForAll
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	for i, v := range in {
		go func() { out[i] = f(v) }()
	}
	return out
}
