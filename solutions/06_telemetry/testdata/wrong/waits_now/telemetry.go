// Package telemetry defers the wrong thing: the channel is an argument, received
// from at the defer statement and not at the end.
//
//workbook:caught-by TestSideBySide
package telemetry

func Run(emit, work func()) {
	emitted := make(chan struct{})
	go func() {
		defer close(emitted)
		emit()
	}()
	defer func(struct{}) {}(<-emitted)
	work()
}
