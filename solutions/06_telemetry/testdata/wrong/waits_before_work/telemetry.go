// Package telemetry waits for emit right after it started it.
//
//workbook:caught-by TestSideBySide
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	wg.Wait()
	work()
}
