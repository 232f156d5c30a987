// The panic that goes on is an error that wraps the value, if that was an error.
//
//workbook:caught-by TestPropagated
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
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		switch p {
		case Log:
			if logger == nil {
				logger = log.Default()
			}
			logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
		case Ignore:
		default:
			panic(fmt.Errorf("%s: %w", task, asError(v)))
		}
	}()
	f()
}

func asError(v any) error {
	if err, ok := v.(error); ok {
		return err
	}
	return fmt.Errorf("%v", v)
}
