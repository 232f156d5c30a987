// A Run within more than 64 others is a mistake, and is told so.
//
//workbook:caught-by TestNested
package propagate

import (
	"errors"
	"sync/atomic"
)

var running atomic.Int32

func Run(work func()) {
	if running.Add(1) > 64 {
		running.Add(-1)
		panic(errors.New("too many Runs within each other"))
	}
	defer running.Add(-1)
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
