// A package variable holds the task under way, and there are many.
//
//workbook:caught-by TestNested
//workbook:caught-by TestTogether
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

var current string

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	current = task
	switch p {
	case Log:
		defer func() {
			if v := recover(); v != nil {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", current, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
