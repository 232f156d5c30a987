// A policy that is none of the three says so on standard error.
//
//workbook:caught-by TestPrintsNothing
package policy

import (
	"fmt"
	"log"
	"os"
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
		fmt.Fprintf(os.Stderr, "unknown policy %v for %s\n", p, task)
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
