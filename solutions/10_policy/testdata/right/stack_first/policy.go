// The stack comes first, then the value, in the words of Output.
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
				entry := append(debug.Stack(), fmt.Sprintf("that was %s: %v", task, v)...)
				_ = logger.Output(2, string(entry))
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
