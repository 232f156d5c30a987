// Whatever takes longer than a year is not worth waiting for.
//
//workbook:caught-by TestWaits
//workbook:caught-by TestDeferredCalls
package propagate

import (
	"time"
)

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
	case <-time.After(365 * 24 * time.Hour):
	}
}
