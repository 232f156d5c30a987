// A lock, and a condition variable for each who can have the turn. Only the one
// that is next is woken; that the right one is signalled is up to the code.
package executor

import (
	"errors"
	"fmt"
	"sync"
)

type Executor struct {
	mu      sync.Mutex
	turn    *Task // nil: it is the turn of Run
	mine    *sync.Cond
	ready   []*Task
	waiting []*Task
	errs    []error
}

type Task struct {
	e       *Executor
	f       func()
	mine    *sync.Cond
	started bool
	over    bool
	err     error
	joins   *Task
	answer  error
}

func New() *Executor {
	e := &Executor{}
	e.mine = sync.NewCond(&e.mu)
	return e
}

func (e *Executor) Spawn(f func()) *Task {
	e.mu.Lock()
	defer e.mu.Unlock()
	t := &Task{e: e, f: f, mine: sync.NewCond(&e.mu)}
	e.ready = append(e.ready, t)
	return t
}

func (e *Executor) Run() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.errs = nil
	for len(e.ready)+len(e.waiting) > 0 {
		if len(e.ready) == 0 {
			e.errs = append(e.errs, ErrDeadlock)
			for _, t := range e.waiting {
				t.joins, t.answer = nil, ErrDeadlock
			}
			e.ready, e.waiting = e.waiting, nil
		}
		t := e.ready[0]
		e.ready = e.ready[1:]
		e.turn = t
		if t.started {
			t.mine.Signal()
		} else {
			t.started = true
			go t.live()
		}
		for e.turn != nil {
			e.mine.Wait()
		}
	}
	return errors.Join(e.errs...)
}

func (t *Task) live() {
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
	e.mu.Lock()
	defer e.mu.Unlock()
	t.over = true
	e.errs = append(e.errs, t.err)
	var still []*Task
	for _, w := range e.waiting {
		if w.joins != t {
			still = append(still, w)
			continue
		}
		w.joins, w.answer = nil, t.err
		e.ready = append(e.ready, w)
	}
	e.waiting = still
	e.turn = nil
	e.mine.Signal()
}

// wait gives the turn to Run and waits for the next one. The lock is held.
func (t *Task) wait() {
	t.e.turn = nil
	t.e.mine.Signal()
	for t.e.turn != t {
		t.mine.Wait()
	}
}

func (e *Executor) Yield() {
	e.mu.Lock()
	defer e.mu.Unlock()
	t := e.turn
	e.ready = append(e.ready, t)
	t.wait()
}

func (t *Task) Join() error {
	e := t.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if t.over {
		return t.err
	}
	me := e.turn
	me.joins = t
	e.waiting = append(e.waiting, me)
	me.wait()
	return me.answer
}

var ErrDeadlock = errors.New("deadlock")

var ErrExited = errors.New("exited")

type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint("panicked: ", e.Value) }
