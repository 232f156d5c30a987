// Do starts f with go, and is gone before it ends.
//
//workbook:caught-by TestReturned
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
	go func() {
		defer func() {
			if p != Log && p != Ignore {
				return
			}
			if v := recover(); v != nil && p == Log {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
		f()
	}()
}
