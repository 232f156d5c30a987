// Package telemetry has the right defer in the wrong place: work panics before it
// is reached.
//
//workbook:caught-by TestWaitsAfterPanic
//workbook:caught-by TestWorkExits
package telemetry

func Run(emit, work func()) {
	emitted := make(chan struct{})
	go func() {
		defer close(emitted)
		emit()
	}()
	work()
	defer func() { <-emitted }()
}
