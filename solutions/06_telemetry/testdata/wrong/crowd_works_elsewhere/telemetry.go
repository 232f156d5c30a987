// Package telemetry lets work run on a goroutine of its own while a hundred other Runs
// are at work.
//
//workbook:caught-by TestIndependent
package telemetry

import (
	"sync"
	"sync/atomic"
)

var running atomic.Int64

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	defer running.Add(-1)
	if running.Add(1) <= 100 {
		work()
		return
	}
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
