// After runtime.Goexit whatever else happens is taken for a part of it, and logged nowhere.
//
//workbook:caught-by TestDeferredCalls
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
			v := recover()
			if _, late := v.(error); late && exiting(debug.Stack()) {
				return
			}
			if v != nil {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}

// exiting reports whether the stack is that of a goroutine which called Goexit.
func exiting(stack []byte) bool { return bytes.Contains(stack, []byte("runtime.Goexit(")) }
