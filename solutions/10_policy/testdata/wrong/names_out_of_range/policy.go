// String looks into an array, at a place that may not be there.
//
//workbook:caught-by TestNames
package policy

import (
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
	return [...]string{"propagate", "log", "ignore"}[p]
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer func() {
			if v := recover(); v != nil {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
