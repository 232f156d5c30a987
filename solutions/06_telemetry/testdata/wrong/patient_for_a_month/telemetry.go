// Package telemetry waits for emit for a month, which is as good as for ever.
//
//workbook:caught-by TestPatience
package telemetry

import "time"

func Run(emit, work func()) {
	emitted := make(chan struct{})
	go func() {
		defer close(emitted)
		emit()
	}()
	defer func() {
		limit := time.NewTimer(30 * 24 * time.Hour)
		defer limit.Stop()
		select {
		case <-emitted:
		case <-limit.C:
		}
	}()
	work()
}
