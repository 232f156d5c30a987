package panictest

import (
	"runtime"
	"sync/atomic"
)

// Busy keeps a processor for a tenth of a millisecond, where goroutines run at the same
// time. Who has done so is more likely to have it taken away in the middle of what comes
// next, as between two steps of which the first lets somebody else go on. Where one
// goroutine runs at a time, schedules see to that, and Busy would take their time.
//
//go:noinline
func Busy() {
	if runtime.GOMAXPROCS(0) == 1 {
		return
	}
	for range 5_000 {
		busy.Add(1)
	}
}

var busy atomic.Int64
