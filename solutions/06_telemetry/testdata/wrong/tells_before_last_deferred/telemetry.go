// Package telemetry tells that emit is over before the deferred calls of emit
// that come with a panic of work, because it tells twice.
//
//workbook:caught-by TestWaitsAfterPanic
package telemetry

import "sync"

func Run(emit, work func()) {
	emitted := make(chan struct{})
	var once sync.Once
	over := func() { once.Do(func() { close(emitted) }) }
	go func() {
		defer over()
		emit()
	}()
	returned := false
	defer func() {
		if !returned {
			over() // nobody must wait for ever
		}
		<-emitted
	}()
	work()
	returned = true
}
