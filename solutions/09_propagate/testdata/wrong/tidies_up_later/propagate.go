// Every hundredth Run leaves a goroutine that tidies up a year later.
//
//workbook:caught-by TestLeavesNothing
//workbook:caught-by TestThousands
package propagate

import (
	"sync/atomic"
	"time"
)

var runs atomic.Int64

func Run(work func()) {
	if runs.Add(1)%100 == 0 {
		go func() {
			time.Sleep(365 * 24 * time.Hour)
			runs.Store(0)
		}()
	}
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
