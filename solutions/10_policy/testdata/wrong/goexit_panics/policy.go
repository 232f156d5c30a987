// Under Propagate, what did not return panics again: with nil, after
// runtime.Goexit.
//
//workbook:caught-by TestGoexit
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
	returned := false
	defer func() {
		if returned {
			return
		}
		v := recover()
		switch {
		case p == Log && v != nil:
			if logger == nil {
				logger = log.Default()
			}
			logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
		case p == Log || p == Ignore:
		default:
			panic(v)
		}
	}()
	f()
	returned = true
}
