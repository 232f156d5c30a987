// Package telemetry reports on work while it is being done.
package telemetry

// Run starts emit on a goroutine of its own, calls work on the caller's, and does
// not return before both are over. However work ends, by returning, by a panic or
// by runtime.Goexit, Run waits for emit and lets work's end go on to the caller.
// emit must not panic.
func Run(emit, work func()) {
	emitted := make(chan struct{})
	go func() {
		defer close(emitted) // also when emit calls runtime.Goexit
		emit()
	}()
	defer func() { <-emitted }() // also when work does not return
	work()
}
