// Package telemetry closes the channel before emit is called.
//
//workbook:caught-by TestWaitsForEmit
//workbook:caught-by TestLastReport
package telemetry

func Run(emit, work func()) {
	emitting := make(chan struct{})
	go func() {
		close(emitting)
		emit()
	}()
	defer func() { <-emitting }()
	work()
}
