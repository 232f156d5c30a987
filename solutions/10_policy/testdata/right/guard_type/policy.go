// A small type holds what belongs to one call; its method is deferred. recover
// works in it because the method itself is deferred: one call deeper it would
// give nil.
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
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

type guard struct {
	policy Policy
	logger *log.Logger
	task   string
}

func (g *guard) close() {
	if g.policy != Log && g.policy != Ignore {
		return // without a recover, the panic is still on its way
	}
	switch v := recover(); {
	case v == nil, g.policy == Ignore:
	case g.logger != nil:
		g.write(g.logger, v, debug.Stack())
	default:
		g.write(log.Default(), v, debug.Stack())
	}
}

func (g *guard) write(to *log.Logger, v any, stack []byte) {
	to.Println(g.task, "panicked with", fmt.Sprintf("%T %v", v, v), "\n"+string(stack))
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	g := &guard{p, logger, task}
	defer g.close()
	f()
}
