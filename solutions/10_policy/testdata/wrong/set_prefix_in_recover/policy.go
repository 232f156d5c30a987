// The name of the task is the prefix of the logger while the entry is made.
//
//workbook:caught-by TestLeavesTheLogger
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
		defer func() {
			if v := recover(); v != nil {
				if logger == nil {
					logger = log.Default()
				}
				before := logger.Prefix()
				logger.SetPrefix(task + ": ")
				logger.Printf("%v\n%s", v, debug.Stack())
				logger.SetPrefix(before)
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
