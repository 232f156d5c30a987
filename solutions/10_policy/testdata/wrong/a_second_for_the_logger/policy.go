// Package policy gives the logger a second, and returns.
//
//workbook:caught-by TestTogether
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"time"
)

// A Policy says what becomes of a panic. The zero value is Propagate: who has not
// decided anything hides nothing.
type Policy int

// The three answers.
const (
	Propagate Policy = iota // the panic goes on its way to whoever called Do
	Log                     // the panic is written to a log, and ends
	Ignore                  // the panic ends, and nobody hears of it
)

// String names the policy: "propagate", "log" or "ignore". Any other is "Policy(7)",
// with its number.
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

// Do calls f, on the goroutine of its caller, and deals with a panic in it as the
// policy says.
func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if logger == nil {
				logger = log.Default()
			}
			text := fmt.Sprintf("panic in %s: %v\n%s", task, v, debug.Stack())
			written := make(chan struct{})
			go func() {
				defer close(written)
				logger.Print(text)
			}()
			select {
			case <-written:
			case <-time.After(time.Second): // a log that hangs stops nobody
			}
		}()
	case Ignore:
		defer func() { recover() }()
	}
	f()
}
