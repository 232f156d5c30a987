//go:build amd64 || arm64

package point

// current is the goroutine that calls: where the runtime keeps what it knows of it.
func current() goroutine { return goroutine(descriptor()) }

func descriptor() uintptr
