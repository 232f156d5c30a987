// Package telemetry calls work once more when it panicked with an error that says it is
// temporary.
//
//workbook:caught-by TestOnceHoweverItEnds
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	if panicked := try(work); panicked != nil {
		if t, ok := panicked.(interface{ Temporary() bool }); ok && t.Temporary() {
			work()
			return
		}
		wg.Wait()
		panic(panicked)
	}
}

func try(work func()) (panicked any) {
	defer func() { panicked = recover() }()
	work()
	return nil
}
