// Package propagate runs work on a goroutine of its own without losing its
// panics.
package propagate

// Run runs work on its own goroutine and waits for it. If work panicked, Run
// panics on the caller's goroutine with the very same value, after work's deferred
// calls. It returns normally when work returned and when work called
// runtime.Goexit. It is safe for concurrent use.
func Run(work func()) {
	panicked := make(chan any)
	go func() {
		// A panic is never nil here: panic(nil) arrives as a *runtime.PanicNilError.
		// A nil on the channel means that work returned, or called runtime.Goexit.
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
