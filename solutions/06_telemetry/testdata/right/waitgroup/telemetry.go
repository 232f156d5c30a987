// Package telemetry waits with a WaitGroup, in a deferred call. It is the
// shortest, as Go counts and starts in one step; a WaitGroup cannot stand in a
// select, where a channel could.
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(emit)
	work()
}
