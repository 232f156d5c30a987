//go:build !amd64 && !arm64

package point

// current is the goroutine that calls.
func current() goroutine { return numbered() }
