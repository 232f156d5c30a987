// Whoever panics while another panic is under way is dealt with by the outermost Do.
//
//workbook:caught-by TestNested
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
	"sync/atomic"
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
				logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
			}
		}()
	case Ignore:
		defer func() {
			if v := recover(); v != nil && depth.Load() > 0 {
				panic(v)
			}
		}()
	}
	depth.Add(1)
	defer depth.Add(-1)
	f()
}

var depth atomic.Int32
