// Package policy makes the answer to a panic a value: it goes on its way, it is
// logged, or it is ignored.
package policy

import (
	"fmt"
	"log"
	"runtime/debug"
)

// A Policy says what becomes of a panic. The zero value is Propagate: who has not
// decided anything hides nothing.
type Policy int

// The three answers.
const (
	Propagate Policy = iota // the panic goes on its way to whoever called Do
	Log                     // the panic is written to a log, and ends
	Ignore                  // the panic ends, and nobody hears of it
)

// String names the policy: "propagate", "log" or "ignore". Any other is "Policy(7)",
// with its number.
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

// Do calls f, and deals with a panic in it as the policy says. What is logged goes
// to the logger, or to the standard one of package log when that is nil, in one
// entry: the task's name, the value of the panic and the stack.
//
// A policy that is none of the three propagates. runtime.Goexit is no panic, and
// no policy holds it up. Do is safe for concurrent use.
func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer report(logger, task)
	case Ignore:
		defer func() { _ = recover() }()
	}
	// Who does not recover propagates: the panic goes on as if Do were not there,
	// with its value and its stack.
	f()
}

// report is deferred, so that recover counts here, and so that the frames of the
// code that panicked are still on the stack.
func report(logger *log.Logger, task string) {
	v := recover()
	if v == nil {
		return // f returned, or called runtime.Goexit
	}
	if logger == nil {
		logger = log.Default()
	}
	logger.Printf("%s panicked: %v\n%s", task, v, debug.Stack())
}
