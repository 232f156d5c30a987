// The queue is a channel with room for 65536 tasks, and Spawn waits for room in it.
//
//workbook:caught-by TestManyTasks
package executor

import (
	"errors"
	"fmt"
	"slices"
)

// An Executor runs tasks, one at a time.
type Executor struct {
	queue   chan *Task
	waiting []*Task // in Join, in the order of the calls
	current *Task
	back    chan struct{}
	dead    bool
}

// A Task is a function that an [Executor] runs.
type Task struct {
	e       *Executor
	f       func()
	started bool
	turn    chan struct{}
	over    chan struct{}
	err     error

	awaits *Task
	heard  error // what its Join gives
}

// New gives an executor without tasks.
func New() *Executor { return &Executor{queue: make(chan *Task, 1<<16), back: make(chan struct{})} }

// Spawn puts a new task at the end of the queue.
func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f, turn: make(chan struct{}), over: make(chan struct{})}
	e.queue <- t
	return t
}

// Run gives turns until every task is over.
func (e *Executor) Run() error {
	var errs []error
	e.dead = false
	for len(e.queue) > 0 || len(e.waiting) > 0 {
		if len(e.queue) == 0 {
			e.dead = true
			e.deadlock()
		}
		t := <-e.queue
		e.current = t
		if t.started {
			t.turn <- struct{}{}
		} else {
			t.started = true
			go t.run()
		}
		<-e.back
		if t.isOver() && t.err != nil {
			errs = append(errs, t.err)
		}
	}
	e.current = nil
	if e.dead {
		errs = append(errs, ErrDeadlock)
	}
	return errors.Join(errs...)
}

func (e *Executor) deadlock() {
	for _, t := range e.waiting {
		t.awaits, t.heard = nil, ErrDeadlock
		e.queue <- t
	}
	e.waiting = nil
}

func (t *Task) run() {
	t.err = ErrExited
	defer t.end()
	defer func() {
		if v := recover(); v != nil {
			t.err = &PanicError{v}
		}
	}()
	t.f()
	t.err = nil
}

func (t *Task) end() {
	e := t.e
	close(t.over)
	e.waiting = slices.DeleteFunc(e.waiting, func(j *Task) bool {
		if j.awaits != t {
			return false
		}
		j.awaits, j.heard = nil, t.err
		e.queue <- j
		return true
	})
	e.back <- struct{}{}
}

func (t *Task) isOver() bool {
	select {
	case <-t.over:
		return true
	default:
		return false
	}
}

func (t *Task) pause() {
	t.e.back <- struct{}{}
	<-t.turn
}

// Yield puts the calling task at the end of the queue.
func (e *Executor) Yield() {
	t := e.current
	e.queue <- t
	t.pause()
}

// Join gives the error of t once it is over.
func (t *Task) Join() error {
	if t.isOver() {
		return t.err
	}
	me := t.e.current
	me.awaits = t
	t.e.waiting = append(t.e.waiting, me)
	me.pause()
	return me.heard
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
