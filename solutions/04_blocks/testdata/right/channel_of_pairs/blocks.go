// Package blocks has its goroutines send their results with the place that they
// belong to; one goroutine alone writes the slice. No two goroutines share
// memory, and each result must carry its place along.
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	type result struct {
		place int
		value R
	}
	results := make(chan result)
	for i, v := range in {
		go func() { results <- result{i, f(v)} }()
	}
	out := make([]R, len(in))
	for range in {
		r := <-results
		out[r.place] = r.value
	}
	return out
}
