// Package telemetry waits after work, where a panic never comes by.
//
//workbook:caught-by TestWaitsAfterPanic
//workbook:caught-by TestWorkExits
//workbook:caught-by TestLastReportOfACrash
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	work()
	wg.Wait()
}
