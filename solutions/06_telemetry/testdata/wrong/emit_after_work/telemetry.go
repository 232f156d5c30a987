// Package telemetry starts emit when work is over.
//
//workbook:caught-by TestSideBySide
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	defer wg.Go(emit)
	work()
}
