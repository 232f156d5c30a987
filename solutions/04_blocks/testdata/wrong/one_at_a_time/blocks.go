// Package blocks calls f in a plain loop.
//
//workbook:caught-by TestAtTheSameTime
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}
