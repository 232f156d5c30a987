// Package telemetry counts the goroutine when it runs. Wait may come first, and
// finds nothing to wait for.
//
//workbook:caught-by TestWaitsForEmit
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	go func() {
		wg.Add(1)
		defer wg.Done()
		emit()
	}()
	work()
}
