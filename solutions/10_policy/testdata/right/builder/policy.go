// The entry is put together piece by piece, and the policies are a map of functions.
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
				var entry strings.Builder
				entry.WriteString("panic in " + task + "\n\t")
				fmt.Fprintln(&entry, v)
				entry.Write(debug.Stack())
				logger.Print(entry.String())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
