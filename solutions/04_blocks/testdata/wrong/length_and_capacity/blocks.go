// Package blocks makes a slice of the right length, and then appends to it: the
// results come after as many zeros.
//
//workbook:caught-by TestResults
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	results := make([]chan R, len(in))
	for i, v := range in {
		results[i] = make(chan R)
		go func() { results[i] <- f(v) }()
	}
	for i := range in {
		out = append(out, <-results[i])
	}
	return out
}
