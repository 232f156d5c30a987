// Package telemetry_test holds the inside checks of a Run that waits for what it
// started, however it is left.
package telemetry_test

import (
	"errors"
	"sync/atomic"
	"testing"

	telemetry "workbook/solutions/06_telemetry"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestMain(m *testing.M) { check.Main(m) }

const (
	noEmit = "Run was called, and emit has not started. It must run beside the work: start it on a goroutine of its own, before the call of work"
	noWork = "Run was called, and work has not started. It does not wait for emit: call it right after emit was started, and wait for emit only after it"
)

// A run is one call of the learner's Run, and where that called emit and work.
type run struct {
	*check.Call
	c             *check.C
	emits, worked atomic.Pointer[check.Position]
}

// start calls the learner's Run on a goroutine of its own.
func start(c *check.C, who string, emit, work func()) *run {
	r := &run{c: c}
	r.Call = c.Go(who, func() error {
		telemetry.Run(calledAt(c, "emit", &r.emits, emit), calledAt(c, "work", &r.worked, work))
		return nil
	})
	return r
}

// calledAt is f, and notes the learner's line that calls it.
func calledAt(c *check.C, name string, place *atomic.Pointer[check.Position], f func()) func() {
	return func() {
		defer c.Task(name)()
		at := check.Caller()
		place.Store(&at)
		f()
	}
}

// emitAt is the learner's line that calls emit, or starts it; workAt the one that
// calls work.
func (r *run) emitAt() check.Position { return at(&r.emits) }
func (r *run) workAt() check.Position { return at(&r.worked) }

func at(place *atomic.Pointer[check.Position]) check.Position {
	if p := place.Load(); p != nil {
		return *p
	}
	return check.Position{}
}

func nothing() {}

// ended is true once the call has come to an end.
func ended(k *run) bool {
	select {
	case <-k.Done():
		return true
	default:
		return false
	}
}

// stillRunning lets everything rest and fails the check when Run is over.
func stillRunning(k *run, at func() check.Position, why string) {
	if k.Running() {
		return
	}
	if k.Ended() == check.Returned {
		k.c.Fail(check.Mistake{Message: why, At: at()})
	}
	k.StillRunning(why)
}

// left fails the check because Run is over before it may be.
func (r *run) left(why string) {
	r.Ended()
	r.c.Fail(check.Mistake{Message: why, At: r.workAt()})
}

// An end is a way in which work can end, and what then has to become of Run.
type end struct {
	did   string // "returned"
	work  func()
	want  check.Ending
	value any // what work panics with
}

// ends are all of them.
func ends() []end {
	failure := errors.New("what work panics with")
	return []end{
		{"returned", nothing, check.Returned, nil},
		{"panicked", func() { panic(failure) }, check.Panicked, failure},
		{"called runtime.Goexit", panictest.Goexit, check.Exited, nil},
	}
}

// meets awaits the end of a Run whose work ended like that.
func (e end) meets(c *check.C, k *run) {
	got := k.Ended()
	value, _ := k.Panicked()
	switch {
	case got == check.Panicked && e.want != check.Panicked:
		c.Fail(check.Mistake{
			Message: "Work " + e.did + ", and Run panicked. " + map[check.Ending]string{
				check.Returned: "There was no panic to hand on",
				check.Exited:   "runtime.Goexit is no panic: deferred calls run, recover gives nil, and the goroutine ends. Let it end, by itself",
			}[e.want],
			Got: "a panic with " + panictest.Show(value), Expected: "no panic", At: k.workAt(),
		})
	case e.want == check.Exited && got == check.Returned:
		k.left("Work called runtime.Goexit, and Run returned, as if the work had been done. Work runs on the caller's goroutine, which ends after that: call work as a plain function, and wait for emit in a deferred one")
	case e.want == check.Returned && got == check.Exited:
		k.left("Work returned, and Run ended the goroutine of its caller. Run must return")
	case e.want == check.Panicked && got != check.Panicked:
		c.Fail(check.Mistake{
			Message: "Work panicked, and Run did not. Its caller goes on as if the work had been done. Waiting for emit needs no recover: a deferred function may block, and the panic goes on after it",
			Got:     "no panic: Run " + string(got), Expected: "a panic with " + panictest.Show(e.value), At: k.workAt(),
		})
	case e.want == check.Panicked && !panictest.Same(value, e.value):
		c.Fail(check.Mistake{
			Message: "Work panicked, and Run panicked with something else. The caller must meet the very value, not a text or an error about it: do not recover what you only wait for",
			Got:     "a panic with " + panictest.Show(value), Expected: "a panic with " + panictest.Show(e.value), At: k.workAt(),
		})
	}
}
