// Run looks every millisecond whether the work is over, and gives up after a second.
//
//workbook:caught-by TestWaits
package propagate

import (
	"sync/atomic"
	"time"
)

func Run(work func()) {
	var over atomic.Bool
	var value any
	go func() {
		defer over.Store(true)
		defer func() { value = recover() }()
		work()
	}()
	for range 1000 {
		if over.Load() {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if over.Load() && value != nil {
		panic(value)
	}
}
