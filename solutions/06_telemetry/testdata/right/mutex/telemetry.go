// Package telemetry holds a lock while emit runs. The goroutine that unlocks it
// need not be the one that locked it.
package telemetry

import "sync"

func Run(emit, work func()) {
	var emitting sync.Mutex
	emitting.Lock()
	go func() {
		defer emitting.Unlock()
		emit()
	}()
	defer emitting.Lock()
	work()
}
