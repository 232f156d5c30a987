// Run starts a goroutine for each task and waits for all: they run at the same time.
//
//workbook:caught-by TestOneAtATime
package executor

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
)

type Executor struct {
	mu      sync.Mutex
	pending []*Task
	running sync.WaitGroup
	begun   bool
	errs    []error
}

type Task struct {
	f    func()
	done chan struct{}
	err  error
}

func New() *Executor { return new(Executor) }

func (e *Executor) Spawn(f func()) *Task {
	e.mu.Lock()
	defer e.mu.Unlock()
	t := &Task{f: f, done: make(chan struct{}), err: ErrExited}
	if e.begun {
		e.start(t)
	} else {
		e.pending = append(e.pending, t)
	}
	return t
}

func (e *Executor) start(t *Task) {
	e.running.Go(func() {
		defer close(t.done)
		defer func() {
			if p := recover(); p != nil {
				t.err = &PanicError{p}
			}
			e.mu.Lock()
			defer e.mu.Unlock()
			e.errs = append(e.errs, t.err)
		}()
		t.f()
		t.err = nil
	})
}

func (e *Executor) Run() error {
	e.mu.Lock()
	e.begun, e.errs = true, nil
	for i, t := range e.pending {
		e.start(t)
		if i < len(e.pending)-1 {
			e.mu.Unlock()
			runtime.Gosched()
			e.mu.Lock()
		}
	}
	e.pending = nil
	e.mu.Unlock()
	e.running.Wait()
	e.begun = false
	return errors.Join(e.errs...)
}

func (e *Executor) Yield() { runtime.Gosched() }

func (t *Task) Join() error {
	<-t.done
	return t.err
}

var ErrDeadlock = errors.New("deadlock")

var ErrExited = errors.New("exited")

type PanicError struct{ Value any }

func (e *PanicError) Error() string { return fmt.Sprint("panicked: ", e.Value) }
