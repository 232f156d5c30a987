// The stack begins at the last line with panic, which belongs to an earlier panic
// where a deferred call panicked, too.
//
//workbook:caught-by TestDeferredCalls
package policy

import (
	"bytes"
	"fmt"
	"log"
	"runtime/debug"
)

// A Policy says what becomes of a panic.
type Policy int

// The three answers.
const (
	Propagate Policy = iota // the panic goes on its way to whoever called Do
	Log                     // the panic is written to a log, and ends
	Ignore                  // the panic ends, and nobody hears of it
)

// String names the policy.
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

// Do calls f.
func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer report(logger, task)
	case Ignore:
		defer func() { recover() }()
	}
	f()
}

func report(logger *log.Logger, task string) {
	v := recover()
	if v == nil {
		return
	}
	if logger == nil {
		logger = log.Default()
	}
	stack := debug.Stack()
	if i := bytes.LastIndex(stack, []byte("\npanic(")); i >= 0 {
		stack = stack[i+1:] // ours is of no interest
	}
	logger.Printf("%s: panic: %v\n%s", task, v, stack)
}
