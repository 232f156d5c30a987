package check

import "time"

// GiveMachine sets how much of the machine's time AwaitOutside gives, and returns
// what sets it back.
func GiveMachine(d time.Duration) (restore func()) {
	before := patienceMachine
	patienceMachine = d
	return func() { patienceMachine = before }
}
