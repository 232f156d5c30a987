// Package telemetry has the end of emit cancel a context. Whoever knows contexts
// reads it at once; it says no more than a closed channel does.
package telemetry

import "context"

func Run(emit, work func()) {
	emitted, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		emit()
	}()
	defer func() { <-emitted.Done() }()
	work()
}
