// The entry ends where the goroutine begins, and not with who started it.
//
//workbook:caught-by TestLogsTheStack
//workbook:caught-by TestProcessSurvives
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"strings"
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
				stack, _, _ := strings.Cut(string(debug.Stack()), "created by ")
				logger.Printf("%s panicked: %v\n%s", task, v, stack)
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
