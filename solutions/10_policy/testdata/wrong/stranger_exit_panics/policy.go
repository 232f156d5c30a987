// Under a policy that is none of the three, what did not return panics again: with nil,
// after runtime.Goexit.
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
	switch p {
	case Log:
		defer report(logger, task)
	case Ignore:
		defer func() { _ = recover() }()
	case Propagate:
	default:
		returned := false
		defer func() {
			if !returned {
				panic(recover())
			}
		}()
		f()
		returned = true
		return
	}
	f()
}

func report(logger *log.Logger, task string) {
	v := recover()
	if v == nil {
		return
	}
	if logger == nil {
		logger = log.Default()
	}
	logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
}
