// Package telemetry has one WaitGroup for all Runs: each waits for the emits of the
// others.
//
//workbook:caught-by TestIndependent
package telemetry

import "sync"

var emits sync.WaitGroup

func Run(emit, work func()) {
	emits.Go(emit)
	defer emits.Wait()
	work()
}
