// A package variable remembers that a panic was handled, so that an outer Do does
// not handle it twice. It is never told of the next one.
//
//workbook:caught-by TestLogged
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"sync/atomic"
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

var handled atomic.Bool

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer func() {
			if v := recover(); v != nil && !handled.Swap(true) {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
