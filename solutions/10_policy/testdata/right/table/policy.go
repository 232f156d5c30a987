// The answers are functions in a table. What is not in the table has no answer
// and propagates. Another policy is another line; what happens in what order is
// no longer in one place to read.
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

var answers = map[Policy]func(e event){
	Log:    event.log,
	Ignore: func(event) {},
}

// An event is a panic, and who met it.
type event struct {
	logger *log.Logger
	task   string
	value  any
	stack  []byte
}

func (e event) log() {
	l := e.logger
	if l == nil {
		l = log.Default()
	}
	var text strings.Builder
	fmt.Fprintf(&text, "PANIC in %q\n", e.task)
	fmt.Fprintf(&text, "value: %v (%T)\n", e.value, e.value)
	text.Write(e.stack)
	l.Output(2, text.String())
}

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	if answer, ok := answers[p]; ok {
		defer func() {
			if v := recover(); v != nil {
				answer(event{logger, task, v, debug.Stack()})
			}
		}()
	}
	f()
}
