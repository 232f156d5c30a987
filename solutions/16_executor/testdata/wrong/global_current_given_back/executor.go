// Whose turn it is stands in one variable for all executors, which each turn gives back.
//
//workbook:caught-by TestIndependent
package executor

import (
	"errors"
	"fmt"
	"slices"
)

type Executor struct {
	queue    []*Task
	waiting  map[*Task]int // in Join, with the number of the call
	calls    int
	back     chan struct{}
	errs     []error
	deadlock bool
}

var current *Task

type Task struct {
	e       *Executor
	f       func()
	turn    chan struct{}
	started bool
	over    bool
	err     error
	target  *Task
	joiners []*Task
	joinErr error
}

func New() *Executor {
	return &Executor{waiting: map[*Task]int{}, back: make(chan struct{})}
}

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f, turn: make(chan struct{})}
	e.queue = append(e.queue, t)
	return t
}

func (e *Executor) Run() error {
	for len(e.queue) > 0 || len(e.waiting) > 0 {
		if len(e.queue) == 0 {
			e.breakUp()
		}
		t := e.queue[0]
		e.queue = e.queue[1:]
		e.give(t)
	}
	errs := e.errs
	if e.deadlock {
		errs = append(errs, ErrDeadlock)
	}
	e.errs, e.deadlock = nil, false
	return errors.Join(errs...)
}

// breakUp ends a deadlock.
func (e *Executor) breakUp() {
	e.deadlock = true
	for t := range e.waiting {
		t.joinErr = ErrDeadlock
		t.target.joiners = nil
		e.queue = append(e.queue, t)
	}
	slices.SortFunc(e.queue, func(a, b *Task) int { return e.waiting[a] - e.waiting[b] })
	clear(e.waiting)
}

func (e *Executor) give(t *Task) {
	old := current
	current = t
	if t.started {
		t.turn <- struct{}{}
	} else {
		t.started = true
		go t.main()
	}
	<-e.back
	current = old
}

func (t *Task) pause() {
	t.e.back <- struct{}{}
	<-t.turn
}

func (t *Task) main() {
	returned := false
	defer func() {
		if r := recover(); r != nil {
			t.err = &PanicError{Value: r}
		} else if !returned {
			t.err = ErrExited
		}
		t.end()
		t.e.back <- struct{}{}
	}()
	t.f()
	returned = true
}

func (t *Task) end() {
	e := t.e
	t.over = true
	if t.err != nil {
		e.errs = append(e.errs, t.err)
	}
	for _, j := range t.joiners {
		delete(e.waiting, j)
		e.queue = append(e.queue, j)
	}
	t.joiners = nil
}

func (e *Executor) Yield() {
	t := current
	e.queue = append(e.queue, t)
	t.pause()
}

func (t *Task) Join() error {
	if t.over {
		return t.err
	}
	e := t.e
	me := current
	e.calls++
	e.waiting[me] = e.calls
	me.target, me.joinErr = t, nil
	t.joiners = append(t.joiners, me)
	me.pause()
	if me.joinErr != nil {
		return me.joinErr
	}
	return t.err
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
