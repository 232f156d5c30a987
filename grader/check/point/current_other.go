//go:build !amd64 && !arm64

package point

import "runtime"

// current is the goroutine that calls. The text of a stack begins with
// "goroutine 18 [running]", and nothing cheaper says it on every processor.
func current() goroutine {
	var head [32]byte
	n := runtime.Stack(head[:], false)
	id := goroutine(0)
	for _, c := range head[len("goroutine "):n] {
		if c < '0' || c > '9' {
			break
		}
		id = 10*id + goroutine(c-'0')
	}
	return id
}
