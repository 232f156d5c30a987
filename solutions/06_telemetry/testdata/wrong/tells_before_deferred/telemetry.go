// Package telemetry tells the end of emit in a plain line, which Goexit passes by.
//
//workbook:caught-by TestEmitExits
package telemetry

func Run(emit, work func()) {
	emitted := make(chan struct{})
	go func() {
		emit()
		close(emitted)
	}()
	defer func() { <-emitted }()
	work()
}
