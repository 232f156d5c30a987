// Join looks whose turn it is before it looks whether the task is over: that is a race with
// Run when somebody joins who has no turn.
//
//workbook:caught-by race
package executor

import (
	"errors"
	"fmt"
)

type Executor struct {
	ready   []*Task
	waiting []waiter
	current *Task
	back    chan struct{}
	errs    []error
}

type Task struct {
	e     *Executor
	f     func()
	turn  chan struct{}
	over  bool
	err   error
	stuck bool
}

type waiter struct{ task, target *Task }

func New() *Executor { return &Executor{back: make(chan struct{})} }

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.ready = append(e.ready, t)
	return t
}

func (e *Executor) Run() error {
	e.errs = nil
	for {
		if len(e.ready) == 0 {
			if len(e.waiting) == 0 {
				return errors.Join(e.errs...)
			}
			e.breakDeadlock()
		}
		t := e.ready[0]
		e.ready = e.ready[1:]
		e.give(t)
	}
}

func (e *Executor) give(t *Task) {
	e.current = t
	if t.turn == nil {
		t.turn = make(chan struct{})
		go t.run()
	} else {
		t.turn <- struct{}{}
	}
	<-e.back
}

func (t *Task) pause() {
	t.e.back <- struct{}{}
	<-t.turn
}

func (e *Executor) breakDeadlock() {
	e.errs = append(e.errs, ErrDeadlock)
	for _, w := range e.waiting {
		w.task.stuck = true
		e.ready = append(e.ready, w.task)
	}
	e.waiting = nil
}

func (t *Task) run() {
	t.err = ErrExited
	defer t.end()
	defer func() {
		if p := recover(); p != nil {
			t.err = &PanicError{p}
		}
	}()
	t.f()
	t.err = nil
}

func (t *Task) end() {
	e := t.e
	t.over = true
	e.errs = append(e.errs, t.err)
	var others []waiter
	for _, w := range e.waiting {
		if w.target == t {
			e.ready = append(e.ready, w.task)
		} else {
			others = append(others, w)
		}
	}
	e.waiting = others
	e.back <- struct{}{}
}

func (e *Executor) Yield() {
	t := e.current
	e.ready = append(e.ready, t)
	t.pause()
}

func (t *Task) Join() error {
	me := t.e.current
	if t.over {
		return t.err
	}
	t.e.waiting = append(t.e.waiting, waiter{me, t})
	me.pause()
	if me.stuck {
		me.stuck = false
		return ErrDeadlock
	}
	return t.err
}

var ErrDeadlock = errors.New("deadlock: every task that is left waits for another one")

var ErrExited = errors.New("the task left by runtime.Goexit")

type PanicError struct {
	Value any
}

func (e *PanicError) Error() string { return fmt.Sprintf("the task panicked: %v", e.Value) }
