// Join notes in the task that it was joined, and by whom, without a lock.
//
//workbook:caught-by race
package executor

import (
	"errors"
	"fmt"
)

type Executor struct {
	queue   []*Task
	joins   []*join
	current *Task
	back    chan struct{}
	errs    []error
	locked  bool // there was a deadlock in this Run
}

type Task struct {
	e       *Executor
	f       func()
	turn    chan struct{} // nil until the first turn
	over    bool
	err     error
	joinErr error
	joined  bool
}

type join struct{ who, target *Task }

func New() *Executor { return &Executor{back: make(chan struct{})} }

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.queue = append(e.queue, t)
	return t
}

func (e *Executor) Run() error {
	e.errs, e.locked = nil, false
	for len(e.queue)+len(e.joins) > 0 {
		if len(e.queue) == 0 {
			e.deadlock()
		}
		t := e.queue[0]
		e.queue[0] = nil
		e.queue = e.queue[1:]
		e.current = t
		if t.turn == nil {
			t.turn = make(chan struct{})
			go t.run()
		} else {
			t.turn <- struct{}{}
		}
		<-e.back
		e.current = nil
	}
	if e.locked {
		e.errs = append(e.errs, ErrDeadlock)
	}
	return errors.Join(e.errs...)
}

func (e *Executor) deadlock() {
	e.locked = true
	for _, j := range e.joins {
		j.who.joinErr = ErrDeadlock
		e.queue = append(e.queue, j.who)
	}
	e.joins = nil
}

func (t *Task) run() {
	t.err = ErrExited
	defer func() {
		if p := recover(); p != nil {
			t.err = &PanicError{Value: p}
		}
		t.over = true
		e := t.e
		if t.err != nil {
			e.errs = append(e.errs, t.err)
		}
		rest := e.joins[:0]
		for _, j := range e.joins {
			if j.target == t {
				j.who.joinErr = t.err
				e.queue = append(e.queue, j.who)
			} else {
				rest = append(rest, j)
			}
		}
		clear(e.joins[len(rest):])
		e.joins = rest
		e.back <- struct{}{}
	}()
	t.f()
	t.err = nil
}

func (t *Task) pause() {
	t.e.back <- struct{}{}
	<-t.turn
}

func (e *Executor) Yield() {
	t := e.current
	e.queue = append(e.queue, t)
	t.pause()
}

func (t *Task) Join() error {
	t.joined = true
	if t.over {
		return t.err
	}
	me := t.e.current
	t.e.joins = append(t.e.joins, &join{me, t})
	me.pause()
	return me.joinErr
}

// ErrDeadlock says that tasks wait for each other and nobody can go on.
var ErrDeadlock = errors.New("deadlock: every task that is left waits for another one")

// ErrExited says that a task called runtime.Goexit.
var ErrExited = errors.New("the task left by runtime.Goexit")

// A PanicError says that a task panicked.
type PanicError struct {
	Value any // what recover gave
}

// Error says what the task panicked with.
func (e *PanicError) Error() string { return fmt.Sprintf("the task panicked: %v", e.Value) }
