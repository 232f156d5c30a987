// Package blocks cuts the slice in two until there is one element left, and joins
// what both halves give. The answer of each half can be used as soon as it is
// there; about as many goroutines again do nothing but wait.
package blocks

func Map[T, R any](in []T, f func(T) R) []R {
	out := make([]R, len(in))
	<-fill(out, in, f)
	return out
}

// fill returns a channel that is closed when out is filled.
func fill[T, R any](out []R, in []T, f func(T) R) <-chan struct{} {
	done := make(chan struct{})
	switch half := len(in) / 2; len(in) {
	case 0:
		close(done)
	case 1:
		go func() {
			defer close(done)
			out[0] = f(in[0])
		}()
	default:
		left, right := fill(out[:half], in[:half], f), fill(out[half:], in[half:], f)
		go func() {
			defer close(done)
			<-left
			<-right
		}()
	}
	return done
}
