// Package telemetry starts emit and forgets it.
//
//workbook:caught-by TestWaitsForEmit
//workbook:caught-by TestLastReport
package telemetry

func Run(emit, work func()) {
	go emit()
	work()
}
