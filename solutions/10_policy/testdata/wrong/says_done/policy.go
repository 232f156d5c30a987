// Under Log the end of every task is logged, whether it panicked or not.
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
	switch p {
	case Log:
		defer func() {
			if logger == nil {
				logger = log.Default()
			}
			v := recover()
			if v == nil {
				logger.Printf("%s is done", task)
				return
			}
			logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
