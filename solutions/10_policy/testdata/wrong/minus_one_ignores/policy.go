// Policy(-1) stands for Ignore, as it does elsewhere.
//
//workbook:caught-by TestPropagated
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
			if v := recover(); v != nil {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore, -1:
		defer func() { _ = recover() }()
	}
	f()
}
