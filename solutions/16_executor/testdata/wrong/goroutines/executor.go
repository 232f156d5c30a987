// Spawn is a go statement and Run waits for all: who runs next is up to Go.
//
//workbook:caught-by TestRunsTasks
package executor

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
)

type Executor struct {
	mu    sync.Mutex
	tasks sync.WaitGroup
	errs  []error
}

type Task struct {
	done chan struct{}
	err  error
}

func New() *Executor { return new(Executor) }

func (e *Executor) Spawn(f func()) *Task {
	t := &Task{done: make(chan struct{}), err: ErrExited}
	e.tasks.Go(func() {
		defer close(t.done)
		defer func() {
			if p := recover(); p != nil {
				t.err = &PanicError{p}
			}
			e.mu.Lock()
			defer e.mu.Unlock()
			e.errs = append(e.errs, t.err)
		}()
		f()
		t.err = nil
	})
	return t
}

func (e *Executor) Run() error {
	e.tasks.Wait()
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
