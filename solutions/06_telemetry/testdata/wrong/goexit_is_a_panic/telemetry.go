// Package telemetry takes "did not return" for a panic, and panics with the nil
// that recover gave after runtime.Goexit.
//
//workbook:caught-by TestWorkExits
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	returned := false
	defer func() {
		p := recover()
		wg.Wait()
		if !returned {
			panic(p)
		}
	}()
	work()
	returned = true
}
