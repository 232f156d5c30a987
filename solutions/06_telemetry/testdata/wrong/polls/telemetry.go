// Package telemetry looks every ten milliseconds whether emit is done.
//
//workbook:caught-by TestPatience
package telemetry

import (
	"sync/atomic"
	"time"
)

func Run(emit, work func()) {
	var emitted atomic.Bool
	go func() {
		defer emitted.Store(true)
		emit()
	}()
	defer func() {
		for !emitted.Load() {
			time.Sleep(10 * time.Millisecond)
		}
	}()
	work()
}
