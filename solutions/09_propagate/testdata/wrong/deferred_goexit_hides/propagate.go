// Whoever has called runtime.Goexit cannot panic any more, it is thought.
//
//workbook:caught-by TestPanicInDeferredCall
package propagate

import (
	"runtime/debug"
	"strings"
)

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() {
			p := recover()
			if strings.Contains(string(debug.Stack()), "runtime.Goexit(") {
				p = nil
			}
			panicked <- p
		}()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
