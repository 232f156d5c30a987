// Package telemetry takes the text of a panic for a format.
//
//workbook:caught-by TestPanicGoesOn
package telemetry

import (
	"fmt"
	"sync"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		p := recover()
		wg.Wait()
		switch v := p.(type) {
		case nil:
		case string:
			panic(fmt.Sprintf(v))
		default:
			panic(v)
		}
	}()
	work()
}
