// Package blocks has one goroutine that starts all others, and gives nil for nothing.
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	if len(in) == 0 {
		return nil
	}
	type ended struct {
		place int
		R     R
	}
	ends := make(chan ended)
	go func() {
		for i := len(in) - 1; i >= 0; i-- {
			go func(v T) { ends <- ended{i, f(v)} }(in[i])
		}
	}()
	out := make([]R, len(in))
	for range in {
		e := <-ends
		out[e.place] = e.R
	}
	return out
}
