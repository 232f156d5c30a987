// Package telemetry defers emit itself: nothing is lost, and nothing runs at the
// same time.
//
//workbook:caught-by TestGoroutines
//workbook:caught-by TestSideBySide
package telemetry

func Run(emit, work func()) {
	defer emit()
	work()
}
