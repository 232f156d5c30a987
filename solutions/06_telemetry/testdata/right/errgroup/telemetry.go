// Package telemetry waits for an errgroup with one goroutine in it. An emit that
// can fail would have a place for its error; here there is none, and the group
// does no more than a WaitGroup.
package telemetry

import "golang.org/x/sync/errgroup"

func Run(emit, work func()) {
	var background errgroup.Group
	background.Go(func() error {
		emit()
		return nil
	})
	defer func() { _ = background.Wait() }()
	work()
}
