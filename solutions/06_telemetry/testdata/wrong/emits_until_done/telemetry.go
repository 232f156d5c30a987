// Package telemetry emits until the work is done, and then once more.
//
//workbook:caught-by TestOnceEach
package telemetry

import "sync"

func Run(emit, work func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		emit()
		<-done
		emit()
	})
	defer close(done)
	work()
}
