// A package-level lock lets one Run through at a time. Inside another Run that means
// never.
//
//workbook:caught-by TestTogether
//workbook:caught-by TestNested
package propagate

import "sync"

var running sync.Mutex

func Run(work func()) {
	running.Lock()
	defer running.Unlock()
	panicked := make(chan any, 1)
	go func() {
		defer func() { panicked <- recover() }()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
