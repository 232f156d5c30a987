// The panic is recovered, and raised again when the calls that led to it are gone.
//
//workbook:caught-by TestPropagatesTheStack
//workbook:caught-by TestProcessDies
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
	if v := p.try(logger, task, f); v != nil {
		panic(v)
	}
}

func (p Policy) try(logger *log.Logger, task string, f func()) (out any) {
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
			out = v
		}
	}()
	f()
	return nil
}
