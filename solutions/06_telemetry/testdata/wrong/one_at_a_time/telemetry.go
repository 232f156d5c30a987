// Package telemetry lets one Run in after the other, since telemetry must not be
// mixed up.
//
//workbook:caught-by TestIndependent
package telemetry

import "sync"

var mu sync.Mutex

func Run(emit, work func()) {
	mu.Lock()
	defer mu.Unlock()
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	work()
}
