// Package telemetry receives in the last line what the goroutine sends: after a
// panic nobody does, and the goroutine stays for ever.
//
//workbook:caught-by TestPanicGoesOn
//workbook:caught-by TestWaitsAfterPanic
package telemetry

func Run(emit, work func()) {
	done := make(chan struct{})
	go func() {
		defer func() { done <- struct{}{} }()
		emit()
	}()
	work()
	<-done
}
