// Package jointest is what the hidden tests of join handles share. It knows no
// exercise: a test hands it the calls of Spawn and Join.
package jointest

import (
	"sync/atomic"

	"workbook/grader/check"
	"workbook/grader/report/outcome"
)

// StartIt is said of a Spawn that does not return.
const StartIt = "Spawn must return while its task is still at work: start f on a goroutine of its own, and wait for it in Join"

// Spawn calls spawn, which calls the learner's Spawn, and fails if that does not
// return a handle.
func Spawn[H any](c *check.C, spawn func() *H) *H {
	var h *H
	call := c.Go("Spawn", func() error {
		h = spawn()
		return nil
	})
	call.AtOnce(StartIt)
	call.Returns(StartIt)
	if h == nil {
		c.Failf("Spawn returned a nil handle. The caller needs a handle to join the task with")
	}
	return h
}

// A Joining is one call of the learner's Join under way. Value and Err are what it
// gave, once it has returned.
type Joining[T any] struct {
	C     *check.C
	Who   string
	Call  *check.Call
	Value T
	Err   error
	// Early says that Join returned before the task was over, which explains what it
	// gave. It needs Over.
	Early bool
	Over  *atomic.Bool // set by the task as the last thing that it does; nil when nobody knows
}

// Watched gives a function that does what f does, and then says that it is over,
// deferred calls included.
func Watched[T any](f func() T) (watched func() T, over *atomic.Bool) {
	over = new(atomic.Bool)
	return func() T {
		defer over.Store(true)
		return f()
	}, over
}

// Told gives a function that does what f does, and tells of it for a picture of the run.
func Told[T any](c *check.C, f func() T) func() T {
	return func() T {
		defer c.Task("the task")()
		return f()
	}
}

// Join calls join, which calls the learner's Join, on a goroutine of its own. That
// first waits until start is closed, unless it is nil.
func Join[T any](c *check.C, who string, start <-chan struct{}, join func() (T, error)) *Joining[T] {
	return JoinWatched(c, who, start, nil, join)
}

// JoinWatched is Join for a task that says when it is over.
func JoinWatched[T any](c *check.C, who string, start <-chan struct{}, over *atomic.Bool, join func() (T, error)) *Joining[T] {
	j := &Joining[T]{C: c, Who: who, Over: over}
	j.Call = c.Go(who, func() error {
		if start != nil {
			<-start
		}
		j.Value, j.Err = join()
		c.Gave(j.Value, j.Err)
		j.Early = over != nil && !over.Load()
		return nil
	})
	return j
}

// Ended is true once Join has returned.
func (j *Joining[T]) Ended() bool {
	select {
	case <-j.Call.Done():
		return true
	default:
		return false
	}
}

// Returns awaits the Join.
func (j *Joining[T]) Returns(why string) {
	j.Call.Returns(why)
	j.C.Mark(outcome.Joined, j.Who, "")
}

func (j *Joining[T]) call() *check.Call { return j.Call }
