// Package telemetry has emit and work change places.
//
//workbook:caught-by TestGoroutines
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(work)
	emit()
}
