// Package policy makes an entry under a lock of the package: whoever is slow to say what it
// is holds up all others.
//
//workbook:caught-by TestTogether
package policy

import (
	"bytes"
	"fmt"
	"log"
	"runtime/debug"
	"sync"
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

// The buffer of all entries: a stack is long, and a new one each time is a waste.
var (
	mu  sync.Mutex
	buf bytes.Buffer
)

func entry(task string, v any, stack []byte) string {
	mu.Lock()
	defer mu.Unlock()
	buf.Reset()
	fmt.Fprintf(&buf, "panic in %s: %v\n%s", task, v, stack)
	return buf.String()
}

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
			logger.Print(entry(task, v, debug.Stack()))
		}()
	case Ignore:
		defer func() { recover() }()
	}
	f()
}
