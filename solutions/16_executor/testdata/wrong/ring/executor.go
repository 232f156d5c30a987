// The queue is a ring that grows, and growing forgets that the first task need not be
// the first of the slice.
//
//workbook:caught-by TestRandomPrograms
package executor

import (
	"errors"
	"fmt"
)

type Executor struct {
	ready   ring
	waiting []waiter
	current *Task
	back    chan struct{}
	errs    []error
}

type ring struct {
	slots    []*Task
	first, n int
}

func (r *ring) push(t *Task) {
	if r.n == len(r.slots) {
		r.slots = append(r.slots, make([]*Task, r.n+4)...)
	}
	r.slots[(r.first+r.n)%len(r.slots)] = t
	r.n++
}

func (r *ring) pop() *Task {
	t := r.slots[r.first]
	r.first = (r.first + 1) % len(r.slots)
	r.n--
	return t
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
	e.ready.push(t)
	return t
}

func (e *Executor) Run() error {
	e.errs = nil
	for {
		if e.ready.n == 0 {
			if len(e.waiting) == 0 {
				return errors.Join(e.errs...)
			}
			e.breakDeadlock()
		}
		e.give(e.ready.pop())
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
		e.ready.push(w.task)
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
			e.ready.push(w.task)
		} else {
			others = append(others, w)
		}
	}
	e.waiting = others
	e.back <- struct{}{}
}

func (e *Executor) Yield() {
	t := e.current
	e.ready.push(t)
	t.pause()
}

func (t *Task) Join() error {
	if t.over {
		return t.err
	}
	me := t.e.current
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
