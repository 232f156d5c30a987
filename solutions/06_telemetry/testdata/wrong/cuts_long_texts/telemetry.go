// Package telemetry panics with the first thousand bytes of a text, so that
// the log stays short.
//
//workbook:caught-by TestPanicGoesOn
package telemetry

import "sync"

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		p := recover()
		wg.Wait()
		if s, ok := p.(string); ok && len(s) > 1000 {
			p = s[:1000]
		}
		if p != nil {
			panic(p)
		}
	}()
	work()
}
