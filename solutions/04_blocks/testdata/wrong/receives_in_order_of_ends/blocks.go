// Package blocks receives the results from one channel, in the order in which they
// come.
//
//workbook:caught-by TestInOrder
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	results := make(chan R, len(in))
	for _, v := range in {
		go func() { results <- f(v) }()
	}
	out := make([]R, len(in))
	for i := range out {
		out[i] = <-results
	}
	return out
}
