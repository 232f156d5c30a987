// Run gives up after a day and leaves the work alone.
//
//workbook:caught-by TestWaits
//workbook:caught-by TestDeferredCalls
package propagate

import "time"

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	select {
	case p := <-panicked:
		if p != nil {
			panic(p)
		}
	case <-time.After(24 * time.Hour):
	}
}
