// Every panic is recovered, and the deferred function decides. All policies are
// in one switch; under Propagate it panics anew, and the trace says that the
// panic was recovered on its way.
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
			logger.Print("task ", task, ": ", fmt.Sprint(v), "\n\n", string(debug.Stack()))
		case Ignore:
		default:
			panic(v)
		}
	}()
	f()
}
