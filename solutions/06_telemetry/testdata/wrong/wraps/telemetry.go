// Package telemetry panics with a text about the panic.
//
//workbook:caught-by TestPanicGoesOn
package telemetry

import (
	"fmt"
	"sync"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		p := recover()
		wg.Wait()
		if p != nil {
			panic(fmt.Sprintf("work panicked: %v", p))
		}
	}()
	work()
}
