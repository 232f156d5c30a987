// The deferred function is set up after f, which is too late.
//
//workbook:caught-by TestIgnored
//workbook:caught-by TestLogged
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
	f()
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		switch p {
		case Log:
			if logger == nil {
				logger = log.Default()
			}
			logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
		case Ignore:
		default:
			panic(v)
		}
	}()
}
