// What did not return is taken for a panic: runtime.Goexit, too.
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
	if p != Log {
		if p == Ignore {
			defer func() { _ = recover() }()
		}
		f()
		return
	}
	returned := false
	defer func() {
		if !returned {
			v := recover()
			if logger == nil {
				logger = log.Default()
			}
			logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
		}
	}()
	f()
	returned = true
}
