// Package telemetry calls work once more when it panicked with an error that says it is
// temporary.
//
//workbook:caught-by TestOnceHoweverItEnds
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		p := recover()
		wg.Wait()
		if t, ok := p.(interface{ Temporary() bool }); ok && t.Temporary() {
			work()
			return
		}
		if p != nil {
			panic(p)
		}
	}()
	work()
}
