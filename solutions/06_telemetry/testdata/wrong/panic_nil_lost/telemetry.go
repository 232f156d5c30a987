// Package telemetry asks whether there was a panic by its words, and knows
// those of panic(nil): nobody means that.
//
//workbook:caught-by TestPanicGoesOn
package telemetry

import (
	"fmt"
	"strings"
	"sync"
)

func Run(emit, work func()) {
	var wg sync.WaitGroup
	wg.Go(emit)
	defer func() {
		p := recover()
		wg.Wait()
		if p != nil && !strings.Contains(fmt.Sprint(p), "panic called with nil argument") {
			panic(p)
		}
	}()
	work()
}
