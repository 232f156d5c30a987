// Calls of Go's own packages are left out of the stack, as nobody can mend them.
//
//workbook:caught-by TestLogsTheStack
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"strings"
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

// ours leaves out the frames of Go itself, which nobody can mend.
func ours(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	var b strings.Builder
	b.WriteString(lines[0] + "\n")
	for i := 1; i+1 < len(lines); i += 2 {
		call, _, _ := strings.Cut(lines[i], "(")
		if first, _, _ := strings.Cut(call, "/"); first == call && strings.Contains(lines[i+1], "/src/") {
			continue
		}
		b.WriteString(lines[i] + "\n" + lines[i+1] + "\n")
	}
	return b.String()
}

func report(logger *log.Logger, task string) {
	v := recover()
	if v == nil {
		return
	}
	if logger == nil {
		logger = log.Default()
	}
	logger.Printf("%s: panic: %v\n%s", task, v, ours(debug.Stack()))
}
