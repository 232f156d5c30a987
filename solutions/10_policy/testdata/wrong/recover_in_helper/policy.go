// recover is called by a helper of the deferred function, where it gives nil.
//
//workbook:caught-by TestIgnored
//workbook:caught-by TestLogged
//workbook:caught-by TestProcessSurvives
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
	defer func() {
		switch p {
		case Log:
			report(logger, task)
		case Ignore:
			ignore()
		}
	}()
	f()
}

func ignore() { _ = recover() }

func report(logger *log.Logger, task string) {
	if v := recover(); v != nil {
		if logger == nil {
			logger = log.Default()
		}
		logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
	}
}
