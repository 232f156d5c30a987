// Each policy is a function of its own, and Do chooses one. The log entry is one
// line, with the stack quoted in it, as programs like to read it and people do
// not; each policy can be read and tested alone.
package policy

import (
	"bytes"
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

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	if logger == nil {
		logger = log.Default()
	}
	p.strategy()(f, func(v any, stack []byte) {
		logger.Printf("level=ERROR task=%s panic=%v stack=%s", task, v, bytes.ReplaceAll(stack, []byte("\n"), []byte(" | ")))
	})
}

func (p Policy) strategy() func(f func(), log func(any, []byte)) {
	switch p {
	case Log:
		return logged
	case Ignore:
		return ignored
	default:
		return plain
	}
}

func plain(f func(), _ func(any, []byte)) { f() }

func ignored(f func(), _ func(any, []byte)) {
	logged(f, func(any, []byte) {})
}

func logged(f func(), log func(any, []byte)) {
	defer func() {
		if v := recover(); v != nil {
			log(v, debug.Stack())
		}
	}()
	f()
}
