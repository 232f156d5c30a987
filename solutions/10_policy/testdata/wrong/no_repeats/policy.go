// Calls that were on the stack before are left out, as a recursion says nothing new.
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
				var short []string
				seen := map[string]bool{}
				for line := range strings.SplitSeq(string(debug.Stack()), "\n") {
					name, _, _ := strings.Cut(line, "(")
					if !seen[name] {
						seen[name] = true
						short = append(short, line)
					}
				}
				logger.Printf("%s panicked: %v\n%s", task, v, strings.Join(short, "\n"))
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
