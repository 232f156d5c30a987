// Package telemetry recovers the panic, so that it can wait, and forgets it.
//
//workbook:caught-by TestPanicGoesOn
//workbook:caught-by TestWaitsAfterPanic
//workbook:caught-by TestLastReportOfACrash
package telemetry

import (
	"log"
	"sync"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	defer func() {
		if p := recover(); p != nil {
			log.Print("work panicked: ", p)
		}
	}()
	work()
}
