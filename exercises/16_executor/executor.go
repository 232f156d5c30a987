// Package executor runs tasks one at a time and in turn: a scheduler of its own, on
// top of the one that Go has.
package executor

import (
	"errors"
	"fmt"
)

// An Executor runs tasks, one at a time.
type Executor struct {
	// Who is ready, and in which order? Who waits in Join? Whose turn is it?
}

// A Task is a function that an [Executor] runs.
type Task struct {
	// What must be remembered of a task, and what does it wait for its turn with?
}

// New gives an executor without tasks.
func New() *Executor { return &Executor{} }

// Spawn puts a new task at the end of the queue and returns. Nothing of f runs
// before its turn comes.
//
// Your task: write Spawn, Run, Yield and Join. The whole contract is on the
// lesson's two pages "The task".
func (e *Executor) Spawn(f func()) *Task { return &Task{} }

// Run gives turns until every task is over. Its error is nil when all of them have
// returned, and otherwise wraps the error of each that has not, and ErrDeadlock if
// there was a deadlock.
func (e *Executor) Run() error { return errors.New("Run is not written yet") }

// Yield puts the calling task at the end of the queue and returns when its turn
// comes again.
func (e *Executor) Yield() {}

// Join gives the error of t once it is over: nil if it has returned. Until then,
// the calling task waits outside of the queue. If nobody could ever end that wait,
// the error is ErrDeadlock.
func (t *Task) Join() error { return errors.New("Join is not written yet") }

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
