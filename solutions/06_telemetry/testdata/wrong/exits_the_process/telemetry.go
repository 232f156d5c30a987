// Package telemetry ends the program when work panics, as the caller might have
// done, or not.
//
//workbook:caught-by TestPanicGoesOn
//workbook:caught-by TestWaitsAfterPanic
package telemetry

import (
	"log"
	"sync"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer wg.Wait()
	defer func() {
		if p := recover(); p != nil {
			log.Fatal("work panicked: ", p)
		}
	}()
	work()
}
