package point

// A goroutine is one, while it lives; another may have the same value after it.
type goroutine uintptr
