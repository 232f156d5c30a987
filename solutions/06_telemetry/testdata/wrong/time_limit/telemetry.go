// Package telemetry waits for emit, but no longer than ten seconds after a panic.
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
		p := recover()
		if p == nil {
			<-emitted
			return
		}
		select {
		case <-emitted:
		case <-time.After(10 * time.Second):
		}
		panic(p)
	}()
	work()
}
