// Package executor tells errors apart by their texts.
//
//workbook:caught-by TestEveryErrorIsTold
package executor

import (
	"container/list"
	"errors"
	"fmt"
	"slices"
)

// An Executor runs tasks, one at a time.
type Executor struct {
	queue   []*Task
	aside   *list.List // of *Task: those in Join, in the order of their calls
	current *Task
	back    chan struct{}
	errs    []error
}

// A Task is a function that an [Executor] runs.
type Task struct {
	e       *Executor
	f       func()
	turn    chan struct{} // nil until it starts
	over    bool
	err     error
	joiners []*Task
	place   *list.Element // in aside
	target  *Task
	joined  error
}

// New gives an executor without tasks.
func New() *Executor {
	return &Executor{aside: list.New(), back: make(chan struct{})}
}

// Spawn puts a new task at the end of the queue and returns.
func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.queue = append(e.queue, t)
	return t
}

// Run gives turns until every task is over.
func (e *Executor) Run() error {
	e.errs = nil
	deadlocked := false
	for len(e.queue) > 0 || e.aside.Len() > 0 {
		if len(e.queue) == 0 {
			deadlocked = true
			e.resolve()
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
	if deadlocked {
		e.errs = append(e.errs, ErrDeadlock)
	}
	return errors.Join(e.errs...)
}

// resolve ends all Joins with ErrDeadlock.
func (e *Executor) resolve() {
	for e.aside.Len() > 0 {
		t := e.aside.Front().Value.(*Task)
		t.target.joiners = nil // all of them are aside, and leave now
		e.wake(t, ErrDeadlock)
	}
}

func (e *Executor) wake(t *Task, err error) {
	e.aside.Remove(t.place)
	t.place, t.target, t.joined = nil, nil, err
	e.queue = append(e.queue, t)
}

func (t *Task) run() {
	returned := false
	defer func() {
		if p := recover(); p != nil {
			t.err = &PanicError{Value: p}
		} else if !returned {
			t.err = ErrExited
		}
		t.end()
	}()
	t.f()
	returned = true
}

func (t *Task) end() {
	e := t.e
	t.f = nil
	t.over = true
	if t.err != nil && !slices.ContainsFunc(e.errs, func(err error) bool { return err.Error() == t.err.Error() }) {
		e.errs = append(e.errs, t.err)
	}
	for _, j := range t.joiners {
		e.wake(j, t.err)
	}
	t.joiners = nil
	e.back <- struct{}{}
}

func (t *Task) pause() {
	t.e.back <- struct{}{}
	<-t.turn
}

// Yield puts the calling task at the end of the queue and returns when its turn
// comes again.
func (e *Executor) Yield() {
	t := e.current
	e.queue = append(e.queue, t)
	t.pause()
}

// Join gives the error of t once it is over.
func (t *Task) Join() error {
	if t.over {
		return t.err
	}
	me := t.e.current
	me.target = t
	t.joiners = append(t.joiners, me)
	me.place = t.e.aside.PushBack(me)
	me.pause()
	return me.joined
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
