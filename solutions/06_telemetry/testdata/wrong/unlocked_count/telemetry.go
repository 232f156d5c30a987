// Package telemetry counts its Runs in a variable of the package, without a lock.
//
//workbook:caught-by race
package telemetry

import "sync"

var runs int

func Run(emit, work func()) {
	runs++
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	work()
}
