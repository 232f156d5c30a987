// Package telemetry waits on a condition.
package telemetry

import "sync"

func Run(emit, work func()) {
	var (
		mu      sync.Mutex
		changed = sync.NewCond(&mu)
		emitted bool
	)
	go func() {
		defer func() {
			mu.Lock()
			defer mu.Unlock()
			emitted = true
			changed.Broadcast()
		}()
		emit()
	}()
	defer func() {
		mu.Lock()
		defer mu.Unlock()
		for !emitted {
			changed.Wait()
		}
	}()
	work()
}
