// f runs on a goroutine of its own, and Do waits for it and carries the panic
// across.
//
//workbook:caught-by TestReturned
//workbook:caught-by TestGoexit
//workbook:caught-by TestDeferredCalls
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
)

type Policy int

const (
	Propagate Policy = iota
	Log
	Ignore
)

func (p Policy) String() string {
	switch p {
	case Propagate:
		return "propagate"
	case Log:
		return "log"
	case Ignore:
		return "ignore"
	}
	return fmt.Sprintf("Policy(%d)", int(p))
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	out := make(chan any, 1)
	go func() {
		defer func() {
			v := recover()
			if v != nil && p == Log {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
			if p == Log || p == Ignore {
				v = nil
			}
			out <- v
		}()
		f()
	}()
	if v := <-out; v != nil {
		panic(v)
	}
}
