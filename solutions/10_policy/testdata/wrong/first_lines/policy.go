// The entry has the first twenty lines of the stack: further down one never looks.
//
//workbook:caught-by TestLogsTheStack
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"strings"
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
				lines := strings.SplitAfterN(string(debug.Stack()), "\n", 21)
				logger.Printf("%s panicked: %v\n%s", task, v, strings.Join(lines[:min(len(lines), 20)], ""))
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
