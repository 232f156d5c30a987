// The value is cut at 2,000 bytes, so that nobody fills the log.
//
//workbook:caught-by TestLogsAnyValue
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
				text := fmt.Sprint(v)
				logger.Printf("%s panicked: %s\n%s", task, text[:min(len(text), 2000)], debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
