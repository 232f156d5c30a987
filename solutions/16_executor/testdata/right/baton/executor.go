// One mutex and one condition variable, whose Broadcast wakes all at each
// hand-over: slow with many tasks, and right. In return there is a single thing
// to wait on, and no wake-up can go to the wrong one.
package executor

import (
	"container/list"
	"errors"
	"fmt"
	"sync"
)

var ErrDeadlock = errors.New("deadlock: every task that is left waits for another one")

var ErrExited = errors.New("the task left by runtime.Goexit")

type PanicError struct {
	Value any
}

func (e *PanicError) Error() string { return fmt.Sprintf("the task panicked: %v", e.Value) }

type state int

const (
	taskQueued state = iota
	taskRunning
	taskBlocked
	taskStopped
)

type Executor struct {
	mu       sync.Mutex
	cond     *sync.Cond
	runqueue *list.List
	blocked  *list.List
	running  *Task
}

type Task struct {
	e       *Executor
	f       func()
	state   state
	started bool
	err     error
	on      *Task
	result  error
}

func New() *Executor {
	e := &Executor{runqueue: list.New(), blocked: list.New()}
	e.cond = sync.NewCond(&e.mu)
	return e
}

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{e: e, f: f}
	e.mu.Lock()
	e.runqueue.PushBack(t)
	e.mu.Unlock()
	return t
}

func (e *Executor) Run() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	var errs []error
	dead := false
	for {
		front := e.runqueue.Front()
		if front == nil {
			if e.blocked.Len() == 0 {
				break
			}
			dead = true
			for el := e.blocked.Front(); el != nil; el = el.Next() {
				t := el.Value.(*Task)
				t.result = ErrDeadlock
				t.state = taskQueued
				e.runqueue.PushBack(t)
			}
			e.blocked.Init()
			continue
		}
		t := e.runqueue.Remove(front).(*Task)
		t.state = taskRunning
		e.running = t
		if !t.started {
			t.started = true
			go t.main()
		}
		e.cond.Broadcast()
		for e.running != nil {
			e.cond.Wait()
		}
		if t.state == taskStopped && t.err != nil {
			errs = append(errs, t.err)
		}
	}
	if dead {
		errs = append(errs, ErrDeadlock)
	}
	return errors.Join(errs...)
}

func (t *Task) main() {
	e := t.e
	ok := false
	defer func() {
		var err error
		if !ok {
			if v := recover(); v != nil {
				err = &PanicError{v}
			} else {
				err = ErrExited
			}
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		t.err = err
		t.state = taskStopped
		var next *list.Element
		for el := e.blocked.Front(); el != nil; el = next {
			next = el.Next()
			j := el.Value.(*Task)
			if j.on == t {
				j.result = err
				j.state = taskQueued
				e.blocked.Remove(el)
				e.runqueue.PushBack(j)
			}
		}
		e.running = nil
		e.cond.Broadcast()
	}()
	t.f()
	ok = true
}

func (e *Executor) release(t *Task) {
	e.running = nil
	e.cond.Broadcast()
	for e.running != t {
		e.cond.Wait()
	}
}

func (e *Executor) Yield() {
	e.mu.Lock()
	defer e.mu.Unlock()
	t := e.running
	t.state = taskQueued
	e.runqueue.PushBack(t)
	e.release(t)
}

func (t *Task) Join() error {
	e := t.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if t.state == taskStopped {
		return t.err
	}
	me := e.running
	me.on = t
	me.state = taskBlocked
	e.blocked.PushBack(me)
	e.release(me)
	return me.result
}
