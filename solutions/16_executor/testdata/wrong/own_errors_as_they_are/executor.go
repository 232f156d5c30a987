// A panic with ErrDeadlock or ErrExited is kept as that error, without a PanicError.
//
//workbook:caught-by TestPanic
package executor

import (
	"errors"
	"fmt"
)

// An Executor runs tasks, one at a time. Its methods are for one goroutine at a
// time: the one that will call Run, and then the task whose turn it is.
type Executor struct {
	ready   []*Task       // waits for a turn; the first is next
	waiting []waiter      // is in Join; the first has been there for longest
	current *Task         // has its turn
	back    chan struct{} // the current task gives its turn back
	errs    []error       // of the tasks that are over, and of deadlocks
}

// A Task is a function that an [Executor] runs.
type Task struct {
	e     *Executor
	f     func()
	turn  chan struct{} // Run gives the task a turn; nil before the first one
	over  bool
	err   error // how it ended
	stuck bool  // its Join is over because of a deadlock
}

// A waiter is a task in Join.
type waiter struct{ task, target *Task }

// New gives an executor without tasks.
func New() *Executor { return &Executor{back: make(chan struct{})} }

// Spawn puts a new task at the end of the queue and returns. Nothing of f runs
// before its turn comes.
func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.ready = append(e.ready, t)
	return t
}

// Run gives turns until every task is over. Its error is nil when all of them have
// returned, and otherwise wraps the error of each that has not, and ErrDeadlock if
// there was a deadlock.
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

// give gives t its turn and waits until it gives the turn back.
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

// pause gives the turn back and waits for the next one. The caller has seen to it
// that there will be one.
func (t *Task) pause() {
	t.e.back <- struct{}{}
	<-t.turn
}

// breakDeadlock lets every task that waits go on, with ErrDeadlock.
func (e *Executor) breakDeadlock() {
	e.errs = append(e.errs, ErrDeadlock)
	for _, w := range e.waiting {
		w.task.stuck = true
		e.ready = append(e.ready, w.task)
	}
	e.waiting = nil
}

// run is the life of a task, on a goroutine of its own.
func (t *Task) run() {
	t.err = ErrExited
	defer t.end()
	defer func() {
		if p := recover(); p != nil {
			if p == ErrDeadlock || p == ErrExited {
				t.err = p.(error)
				return
			}
			t.err = &PanicError{p}
		}
	}()
	t.f()
	t.err = nil
}

// end notes how the task ended, lets its joiners go on, and gives the last turn
// back.
func (t *Task) end() {
	e := t.e
	t.over = true
	e.errs = append(e.errs, t.err) // errors.Join passes over nil
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

// Yield puts the calling task at the end of the queue and returns when its turn
// comes again.
func (e *Executor) Yield() {
	t := e.current
	e.ready = append(e.ready, t)
	t.pause()
}

// Join gives the error of t once it is over: nil if it has returned. Until then,
// the calling task waits outside of the queue. If nobody could ever end that wait,
// the error is ErrDeadlock.
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
