// Linked lists, and every task knows its joiners. The end of a task touches only
// those who wait for it, not everybody who waits; each of them is in two places
// that must be kept in step.
package executor

import (
	"container/list"
	"errors"
	"fmt"
)

type Executor struct {
	ready   *list.List // of *Task
	joining *list.List // of *Task, in the order of their Joins
	current *Task
	errs    []error
}

type Task struct {
	e       *Executor
	f       func()
	in, out chan struct{}
	joiners []*list.Element // in e.joining
	over    bool
	err     error
	answer  error
}

func New() *Executor { return &Executor{ready: list.New(), joining: list.New()} }

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.ready.PushBack(t)
	return t
}

func (e *Executor) Run() error {
	var failures []error
	for e.ready.Len() > 0 {
		t := e.ready.Remove(e.ready.Front()).(*Task)
		e.current = t
		if t.in == nil {
			t.in, t.out = make(chan struct{}), make(chan struct{})
			go t.live()
		}
		t.in <- struct{}{}
		<-t.out
		if t.over {
			failures = append(failures, t.err)
			for _, j := range t.joiners {
				w := e.joining.Remove(j).(*Task)
				w.answer = t.err
				e.ready.PushBack(w)
			}
		}
		if e.ready.Len() == 0 && e.joining.Len() > 0 {
			failures = append(failures, ErrDeadlock)
			e.stuck()
		}
	}
	return errors.Join(failures...)
}

func (e *Executor) stuck() {
	for el := e.joining.Front(); el != nil; el = el.Next() {
		w := el.Value.(*Task)
		w.answer = ErrDeadlock
		w.joiners = nil // whoever joined a task that waits does so no more
		e.ready.PushBack(w)
	}
	e.joining.Init()
}

func (t *Task) live() {
	<-t.in
	t.err = ErrExited
	defer func() {
		if p := recover(); p != nil {
			t.err = &PanicError{p}
		}
		t.over = true
		t.out <- struct{}{}
	}()
	t.f()
	t.err = nil
}

func (t *Task) rest() {
	t.out <- struct{}{}
	<-t.in
}

func (e *Executor) Yield() {
	t := e.current
	e.ready.PushBack(t)
	t.rest()
}

func (t *Task) Join() error {
	if t.over {
		return t.err
	}
	me := t.e.current
	t.joiners = append(t.joiners, t.e.joining.PushBack(me))
	me.rest()
	return me.answer
}

var ErrDeadlock = errors.New("deadlock")

var ErrExited = errors.New("exited")

type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint("panicked: ", e.Value) }
