// Ignore says on standard error what it ignores.
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
			if v := recover(); v != nil {
				fmt.Fprintf(os.Stderr, "ignored a panic of %s: %v\n", task, v)
			}
		}()
	}
	f()
}
