// One lock for each place that is written to keeps its entries apart, so that loggers
// which share one wait for each other.
//
//workbook:caught-by TestTogether
package policy

import (
	"fmt"
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
	mu    sync.Mutex
	locks = map[string]*sync.Mutex{}
)

func lockOf(logger *log.Logger) *sync.Mutex {
	place := fmt.Sprintf("%p", logger.Writer())
	mu.Lock()
	defer mu.Unlock()
	if locks[place] == nil {
		locks[place] = new(sync.Mutex)
	}
	return locks[place]
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer func() {
			if v := recover(); v != nil {
				if logger == nil {
					logger = log.Default()
				}
				lock := lockOf(logger)
				lock.Lock()
				defer lock.Unlock()
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}
