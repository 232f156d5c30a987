// Package telemetry lets a thousand emits run at the same time, and makes the
// others wait.
//
//workbook:caught-by TestIndependent
package telemetry

import "sync"

var slots = make(chan struct{}, 1000)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		slots <- struct{}{}
		defer func() { <-slots }()
		emit()
	})
	work()
}
