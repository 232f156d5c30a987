// Package telemetry gives the work a moment before it starts emit.
//
//workbook:caught-by TestSideBySide
package telemetry

import (
	"sync"
	"time"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() {
		time.Sleep(time.Millisecond)
		emit()
	})
	work()
}
