// The stack in the entry begins with the call of panic; what the deferred calls are is of no interest.
package policy

import (
	"bytes"
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
				stack := debug.Stack()
				if i := bytes.Index(stack, []byte("\npanic(")); i >= 0 {
					stack = stack[i+1:]
				}
				logger.Printf("%s: %v\n%s", task, v, stack)
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
