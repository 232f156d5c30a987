// Package telemetry calls emit, and then work.
//
//workbook:caught-by TestGoroutines
//workbook:caught-by TestSideBySide
package telemetry

func Run(emit, work func()) {
	emit()
	work()
}
