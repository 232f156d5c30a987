// The recover guards the caller's goroutine. The panic is on the other one.
//
//workbook:caught-by TestPanicGoesOn
package propagate

import "sync"

func Run(work func()) {
	defer func() {
		if p := recover(); p != nil {
			panic(p)
		}
	}()
	var wg sync.WaitGroup
	wg.Go(work)
	wg.Wait()
}
