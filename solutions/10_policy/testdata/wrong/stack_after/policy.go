// The deferred function only keeps the value. The stack is taken when it has
// returned, and shows Do and not the place.
//
//workbook:caught-by TestLogsTheStack
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
	if p != Log && p != Ignore {
		f()
		return
	}
	v := try(f)
	if v == nil || p == Ignore {
		return
	}
	if logger == nil {
		logger = log.Default()
	}
	logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
}

func try(f func()) (v any) {
	defer func() { v = recover() }()
	f()
	return nil
}
