// Package blocks makes a channel for each element, and receives from them in
// order. Order comes by itself and no variable is shared; it costs a channel for
// each element.
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	promises := make([]<-chan R, 0, len(in))
	for _, v := range in {
		promise := make(chan R, 1)
		promises = append(promises, promise)
		go func() { promise <- f(v) }()
	}
	var out []R // nil for no elements
	for _, promise := range promises {
		out = append(out, <-promise)
	}
	return out
}
