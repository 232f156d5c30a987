// Who was told to stop has not failed: a panic with context.Canceled is not logged.
//
//workbook:caught-by TestLogsAnyValue
package policy

import (
	"context"
	"errors"
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
				if err, ok := v.(error); ok && errors.Is(err, context.Canceled) {
					return
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
