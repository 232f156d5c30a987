// Package telemetry runs work on a goroutine, too. Its panic ends the process from
// there.
//
//workbook:caught-by TestGoroutines
//workbook:caught-by TestLastReportOfACrash
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	wg.Go(work)
}
