// Package telemetry waits with a WaitGroup, in a deferred call.
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	work()
}
