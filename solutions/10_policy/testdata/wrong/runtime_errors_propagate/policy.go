// A runtime.Error is not to be ignored: it goes on.
//
//workbook:caught-by TestIgnored
package policy

import (
	"fmt"
	"log"
	"runtime"
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
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() {
			if v, ok := recover().(runtime.Error); ok {
				if _, isNil := v.(*runtime.PanicNilError); !isNil {
					panic(v)
				}
			}
		}()
	}
	f()
}
