// An entry is put down under a lock, and taken from there under the lock again. Of two
// panics at the same time, one is logged twice and the other never.
//
//workbook:caught-by schedules
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

func (p Policy) Do(logger *log.Logger, task string, f func()) {
	switch p {
	case Log:
		defer report(logger, task)
	case Ignore:
		defer func() { _ = recover() }()
	}
	f()
}

func report(logger *log.Logger, task string) {
	v := recover()
	if v == nil {
		return
	}
	if logger == nil {
		logger = log.Default()
	}
	entries.put(fmt.Sprintf("%s panicked: %v\n%s", task, v, debug.Stack()))
	logger.Print(entries.last())
}

var entries desk

type desk struct {
	mu    sync.Mutex
	entry string
}

func (d *desk) put(entry string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.entry = entry
}

func (d *desk) last() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.entry
}
