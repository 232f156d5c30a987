// Package telemetry counts by hand, before the goroutine starts.
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		emit()
	}()
	defer wg.Wait()
	work()
}
