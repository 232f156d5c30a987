// Nobody in the middle: whoever gives up a turn starts the next one. A turn takes
// one switch of goroutines where two were needed; what the scheduler does is done
// by all tasks, on their own stacks.
package executor

import (
	"errors"
	"fmt"
)

type Executor struct {
	queue, waiting []*Task
	now            *Task
	errs           []error
	idle           chan struct{}
}

type Task struct {
	e       *Executor
	f       func()
	wake    chan struct{}
	started bool
	over    bool
	err     error
	target  *Task
	told    error
}

func New() *Executor { return &Executor{idle: make(chan struct{}, 1)} }

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f, wake: make(chan struct{}, 1), err: ErrExited}
	e.queue = append(e.queue, t)
	return t
}

func (e *Executor) Run() error {
	e.errs = nil
	e.next()
	<-e.idle
	return errors.Join(e.errs...)
}

// next begins the next turn.
func (e *Executor) next() {
	if len(e.queue) == 0 && len(e.waiting) > 0 {
		e.errs = append(e.errs, ErrDeadlock)
		for _, t := range e.waiting {
			t.told, t.target = ErrDeadlock, nil
		}
		e.queue, e.waiting = e.waiting, nil
	}
	if len(e.queue) == 0 {
		e.idle <- struct{}{}
		return
	}
	t := e.queue[0]
	e.queue = e.queue[1:]
	e.now = t
	if t.started {
		t.wake <- struct{}{}
		return
	}
	t.started = true
	go t.live()
}

func (t *Task) live() {
	defer t.e.next()
	defer func() {
		if p := recover(); p != nil {
			t.err = &PanicError{p}
		}
		t.over = true
		t.e.errs = append(t.e.errs, t.err)
		rest := t.e.waiting[:0]
		for _, w := range t.e.waiting {
			if w.target == t {
				w.target, w.told = nil, t.err
				t.e.queue = append(t.e.queue, w)
			} else {
				rest = append(rest, w)
			}
		}
		t.e.waiting = rest
	}()
	t.f()
	t.err = nil
}

func (e *Executor) Yield() {
	me := e.now
	e.queue = append(e.queue, me)
	e.next()
	<-me.wake
}

func (t *Task) Join() error {
	if t.over {
		return t.err
	}
	me := t.e.now
	me.target = t
	t.e.waiting = append(t.e.waiting, me)
	t.e.next()
	<-me.wake
	return me.told
}

var ErrDeadlock = errors.New("deadlock")

var ErrExited = errors.New("exited")

type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint("panicked: ", e.Value) }
