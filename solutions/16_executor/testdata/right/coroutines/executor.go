// Package iter has coroutines: Pull gives a function that runs on until the next
// yield. Each turn has a goroutine, because a Goexit ends whoever calls next. The
// switching is the runtime's own; the goroutine for each turn takes back what
// that saves.
package executor

import (
	"errors"
	"fmt"
	"iter"
)

type Executor struct {
	ready, waiting []*Task
	current        *Task
	errs           []error
}

type Task struct {
	e       *Executor
	next    func() (struct{}, bool)
	yield   func(struct{}) bool
	f       func()
	over    bool
	err     error
	target  *Task
	verdict error
}

func New() *Executor { return new(Executor) }

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.ready = append(e.ready, t)
	return t
}

// life is the task as a sequence of turns.
func (t *Task) life(yield func(struct{}) bool) {
	t.yield = yield
	t.err = ErrExited
	defer func() {
		if p := recover(); p != nil {
			t.err = &PanicError{p}
		}
		t.over = true
	}()
	t.f()
	t.err = nil
}

func (e *Executor) step(t *Task) {
	e.current = t
	if t.next == nil {
		t.next, _ = iter.Pull(t.life)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		t.next()
	}()
	<-over
	if !t.over {
		return
	}
	e.errs = append(e.errs, t.err)
	var rest []*Task
	for _, w := range e.waiting {
		if w.target == t {
			w.verdict = t.err
			e.ready = append(e.ready, w)
		} else {
			rest = append(rest, w)
		}
	}
	e.waiting = rest
}

func (e *Executor) Run() error {
	defer func() { e.errs = nil }()
	for {
		switch {
		case len(e.ready) > 0:
			t := e.ready[0]
			e.ready = e.ready[1:]
			e.step(t)
		case len(e.waiting) > 0:
			for _, w := range e.waiting {
				w.verdict = ErrDeadlock
			}
			e.errs = append(e.errs, ErrDeadlock)
			e.ready, e.waiting = e.waiting, nil
		default:
			return errors.Join(e.errs...)
		}
	}
}

func (e *Executor) Yield() {
	t := e.current
	e.ready = append(e.ready, t)
	t.yield(struct{}{})
}

func (t *Task) Join() error {
	if t.over {
		return t.err
	}
	me := t.e.current
	me.target = t
	t.e.waiting = append(t.e.waiting, me)
	me.yield(struct{}{})
	return me.verdict
}

var ErrDeadlock = errors.New("deadlock")

var ErrExited = errors.New("exited")

type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint("panicked: ", e.Value) }
