// Package telemetry recovers the panic, waits, and panics again with its value.
// It could look at the value before it goes on; a deferred wait does the same
// without touching the panic.
package telemetry

func Run(emit, work func()) {
	done := make(chan bool, 1)
	go func() {
		defer func() { done <- true }()
		emit()
	}()
	defer func() {
		p := recover()
		<-done
		if p != nil {
			panic(p)
		}
	}()
	work()
}
