// Package telemetry recovers and panics again, and waits in the line after that.
//
//workbook:caught-by TestWaitsAfterPanic
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		if p := recover(); p != nil {
			panic(p)
		}
		wg.Wait()
	}()
	work()
}
