// Package telemetry waits for an errgroup with one goroutine in it.
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
