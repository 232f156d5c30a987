// Package telemetry lets errors go on, and takes every other value for a word
// that was said too loud.
//
//workbook:caught-by TestPanicGoesOn
//workbook:caught-by TestLastReportOfACrash
package telemetry

import (
	"log"
	"sync"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		p := recover()
		wg.Wait()
		if err, ok := p.(error); ok {
			panic(err)
		}
		if p != nil {
			log.Print("work says: ", p)
		}
	}()
	work()
}
