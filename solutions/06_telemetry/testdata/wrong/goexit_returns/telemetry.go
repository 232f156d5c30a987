// Package telemetry runs work on a goroutine of its own when that is asked
// for: runtime.Goexit ends that one only, and Run returns.
//
//workbook:caught-by TestGoroutines
//workbook:caught-by TestLastReport
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	var value any
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { value = recover() }()
		work()
	}()
	<-done
	wg.Wait()
	if value != nil {
		panic(value)
	}
}
