// Entries are numbered, for each place that is written to. Those places are keys of a
// map, which not every value can be: then Do panics itself.
//
//workbook:caught-by TestLogged
package policy

import (
	"fmt"
	"io"
	"log"
	"runtime/debug"
	"sync"
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

var (
	mu     sync.Mutex
	counts = map[io.Writer]int{}
)

func count(logger *log.Logger) int {
	place := logger.Writer()
	mu.Lock()
	defer mu.Unlock()
	counts[place]++
	return counts[place]
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer func() {
			if v := recover(); v != nil {
				if logger == nil {
					logger = log.Default()
				}
				logger.Printf("panic %d: %s panicked: %v\n%s", count(logger), task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
