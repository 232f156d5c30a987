// Under a policy that is none of the three, the panic is raised again when the calls that
// led to it are gone.
//
//workbook:caught-by TestPropagatesTheStack
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
	case Propagate:
		f()
	case Log:
		defer report(logger, task)
		f()
	case Ignore:
		defer func() { _ = recover() }()
		f()
	default:
		if v := try(f); v != nil {
			panic(v)
		}
	}
}

func try(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
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
