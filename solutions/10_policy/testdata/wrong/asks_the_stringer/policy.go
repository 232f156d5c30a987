// It asks a fmt.Stringer for its text itself, which panics for a nil pointer and is
// not what %v prints of an error.
//
//workbook:caught-by TestLogsAnyValue
package policy

import (
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
	text := fmt.Sprint(v)
	if s, ok := v.(fmt.Stringer); ok {
		text = s.String()
	}
	logger.Print(task, ": panic: ", text, "\n", string(debug.Stack()))
}
