// What a logger has written before, the same task with the same value, is not written to
// it again.
//
//workbook:caught-by TestLeavesTheLogger
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"sync"
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

type seen struct {
	logger      *log.Logger
	task, value string
}

var entries sync.Map

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer report(logger, task)
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}

func report(logger *log.Logger, task string) {
	v := recover()
	if v == nil {
		return
	}
	if logger == nil {
		log.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
		return
	}
	if _, before := entries.LoadOrStore(seen{logger, task, fmt.Sprint(v)}, true); before {
		return
	}
	logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
}
