// Package blocks takes nil for a result that is not there, and leaves it out.
//
//workbook:caught-by TestAnyType
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	promises := make([]chan R, len(in))
	for i, v := range in {
		promises[i] = make(chan R, 1)
		go func() { promises[i] <- f(v) }()
	}
	var out []R
	for _, promise := range promises {
		if r := <-promise; any(r) != nil {
			out = append(out, r)
		}
	}
	return out
}
