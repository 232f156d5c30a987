// Package telemetry reports on work while it is being done.
package telemetry

// Run starts emit in the background, does work, and does not return before emit is
// done, also when work panics. The panic goes on to the caller after that.
//
// Your task: write the body. The whole contract is on the lesson's page "The task".
func Run(emit, work func()) {
	// not written yet
}
