// Package telemetry calls work twice, in case that it was bad luck.
//
//workbook:caught-by TestOnceEach
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	for range 2 {
		work()
	}
}
