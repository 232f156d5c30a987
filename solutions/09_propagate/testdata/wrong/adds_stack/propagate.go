// The stack is worth having. Glued to the value, it makes another value of it.
//
//workbook:caught-by TestSameValue
package propagate

import (
	"fmt"
	"runtime/debug"
)

func Run(work func()) {
	panicked := make(chan any, 1)
	go func() {
		defer func() {
			p := recover()
			if p != nil {
				p = fmt.Sprintf("%v\n\ngoroutine of Run:\n%s", p, debug.Stack())
			}
			panicked <- p
		}()
		work()
	}()
	if p := <-panicked; p != nil {
		panic(p)
	}
}
