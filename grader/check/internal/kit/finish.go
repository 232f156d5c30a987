package kit

import (
	"fmt"
	"runtime/debug"
	"time"

	"workbook/grader/check/point"
	"workbook/grader/internal/trace"
	"workbook/grader/internal/wire"
	"workbook/grader/report/outcome"
)

// Catch is deferred by the check's own goroutine. It turns a panic into a verdict,
// and an end before the check was whole.
func (c *Check) Catch(whole *bool) {
	r := recover()
	if r == nil {
		if !*whole && !c.t.Failed() {
			c.leftEarly()
		}
		return
	}
	stack := trace.ParseGoroutines(debug.Stack())
	var frames []trace.Frame
	if len(stack) > 0 {
		frames = stack[0].Frames
	}
	var m Mistake
	v := outcome.Crash
	switch theirs, f, ok := WhoPanicked(frames); {
	case ok && theirs:
		m.At = PositionOf(f)
		m.Message = fmt.Sprintf("Your code panicked at %s: %s.", f, Plain(r))
	case ok:
		m.At = PositionOf(f)
		m.Message = fmt.Sprintf("A task that your code was given panicked, as it may: %s. %s", Plain(r), LetGoOn(f))
	default:
		v = outcome.GraderError
		m.Message = fmt.Sprintf("The hidden test panicked: %v.\n%s", r, debug.Stack())
	}
	c.Mark(outcome.Panicked, "", fmt.Sprint(r))
	c.Note(m, v)
}

// leftEarly fails a check whose goroutine ended though nothing had failed: the
// learner's code, called on it, has called runtime.Goexit.
func (c *Check) leftEarly() {
	c.mu.Lock()
	failed := c.record != nil
	c.mu.Unlock()
	if failed {
		return
	}
	m := Mistake{Message: "Your code ended its caller's goroutine with runtime.Goexit, and the check with it. A function returns to its caller."}
	if f, ok := trace.First(OwnFrames(), IsLearner); ok {
		m.At = PositionOf(f)
	}
	c.Note(m, outcome.Fail)
}

// Finish reports how the check ended. It runs on the test's own goroutine.
func (c *Check) Finish() {
	c.t.Helper()
	c.mu.Lock()
	r := c.record
	c.mu.Unlock()
	if r == nil {
		if c.t.Failed() {
			send(c.complete(wire.Record{
				Verdict: outcome.Fail,
				Message: "The race detector, or the hidden test by other means than this kit, failed the check. The output says how.",
			}))
			c.t.FailNow()
		}
		endRecord()
		send(c.complete(wire.Record{Verdict: outcome.Pass}))
		return
	}
	c.t.Fatal(native(*r, results.seed))
}

// complete fills in what every record of the check holds.
func (c *Check) complete(r wire.Record) wire.Record {
	c.mu.Lock()
	defer c.mu.Unlock()
	r.Check = c.name
	r.Events = c.moments[:len(c.moments):len(c.moments)]
	if c.dropped > 0 {
		r.Events = append(r.Events, outcome.Moment{
			AtUS: lastOf(r.Events),
			Kind: outcome.Noted,
			Note: fmt.Sprintf("%d more moments are not shown", c.dropped),
			Left: c.dropped,
		})
	}
	if number, ok := Schedule(); ok {
		r.Schedule, r.Schedules = number, schedules.done+1
		r.Events = append(r.Events, outcome.Moment{
			AtUS: lastOf(r.Events),
			Kind: outcome.Noted,
			Note: fmt.Sprintf("schedule %d, as run %016x", number, point.Order()), // another run of it was the same if this is
		})
	}
	r.DurationMS = milliseconds(c.room.Took())
	return r
}

func milliseconds(d time.Duration) int64 { return max(d.Milliseconds(), 0) }

// lastOf is when the last of some moments was.
func lastOf(moments []outcome.Moment) int64 {
	if len(moments) == 0 {
		return 0
	}
	return moments[len(moments)-1].AtUS
}
