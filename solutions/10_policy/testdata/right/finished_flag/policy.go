// A variable tells whether f came to its end. It needs no recover to know that
// something happened, and sees runtime.Goexit, too; that is one variable more to
// keep right. Names are in an array.
package policy

import (
	"cmp"
	"log"
	"runtime/debug"
	"strconv"
)

type Policy int

const (
	Propagate Policy = iota
	Log
	Ignore
)

var names = [...]string{Propagate: "propagate", Log: "log", Ignore: "ignore"}

func (p Policy) String() string {
	if p < 0 || int(p) >= len(names) {
		return "Policy(" + strconv.Itoa(int(p)) + ")"
	}
	return names[p]
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	if p != Log && p != Ignore {
		f()
		return
	}
	finished := false
	defer func() {
		if finished {
			return
		}
		cause := recover()
		if cause == nil || p == Ignore {
			return // the goroutine is about to end, or nobody is to hear of it
		}
		out := cmp.Or(logger, log.Default())
		out.Printf("[%s] %v\n%s", task, cause, debug.Stack())
	}()
	f()
	finished = true
}
