// While 20 Runs are at work, as when they are within each other, the work of one more runs
// on the goroutine of its caller.
//
//workbook:caught-by TestNested TestTogether
package propagate

import "sync/atomic"

var running atomic.Int32

func Run(work func()) {
	defer running.Add(-1)
	if running.Add(1) > 20 {
		work()
		return
	}
	result := make(chan any)
	go func() {
		defer func() { result <- recover() }()
		work()
	}()
	if p := <-result; p != nil {
		panic(p)
	}
}
