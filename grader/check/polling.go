package check

import (
	"fmt"
	"runtime/metrics"
	"time"

	"workbook/grader/check/internal/kit"
	"workbook/grader/check/point"
	"workbook/grader/report/outcome"
)

// NoPolling lets everything rest and fails the check with the sentence when a
// goroutine of the learner does not wait for an event but asks again and again:
// it sleeps, or a timer wakes it every few minutes or more often. It lets more than a
// week of the bubble's time pass: what waits no longer than a day has given up by
// then, as [Call.StillRunning] shows. Where no time can pass, as [C.Sleep] says, it
// sees only who sleeps or runs. Ask [Call.AtOnce] of what ends after it.
func (c *C) NoPolling(why string) {
	c.alive()
	durable := c.settle().durable
	for _, w := range c.Waiting() {
		if w.Runs() {
			c.fail(Mistake{Message: fmt.Sprintf("%s %s.", kit.Sentence(why), kit.Upper(w.String())), At: w.At}, outcome.Fail)
		}
	}
	if !durable {
		c.stands("whether something polls was not seen")
		return
	}
	// A timer in a select cannot be seen in a goroutine's state. But while the
	// check sleeps for a long time of the bubble's, nothing has a reason to run,
	// and the scheduler counts what does: every eighth time that a goroutine is
	// scheduled.
	// The week sees who looks every minute. It ends at a moment that nobody can know:
	// what looks too rarely to be counted is late for what comes after it, and
	// [Call.AtOnce] sees that.
	for _, look := range [...]struct {
		d       time.Duration
		samples uint64
	}{
		{10 * time.Second, 200}, {10 * time.Minute, 40},
		{week + time.Duration(1+c.Rand().Int64N(int64(time.Minute))), 300},
	} {
		n, seen := c.wakings(look.d)
		if seen && n > look.samples {
			n, seen = c.wakings(look.d)
		}
		if !seen {
			return // nor would the rest be
		}
		if n > look.samples {
			c.failPolling(why)
		}
		c.Settle()
	}
}

const week = 7 * 24 * time.Hour

func (c *C) failPolling(why string) {
	c.Settle()
	m := Mistake{Message: kit.Sentence(why) + " A timer wakes your code again and again."}
	for _, w := range c.Waiting() {
		if w.State == "select" || w.State == "chan receive" {
			m.Message = fmt.Sprintf("%s A timer wakes your code again and again: %s.", kit.Sentence(why), w)
			m.At = w.At
			if w.State == "select" {
				break
			}
		}
	}
	c.fail(m, outcome.Fail)
}

// wakings lets d pass, and gives the number of samples that the scheduler took; false
// when no time could pass.
func (c *C) wakings(d time.Duration) (uint64, bool) {
	before := uint64(0)
	defer point.Pause()() // whoever yields is scheduled again
	if !c.pass(d, func() { before = schedulings() }) {
		return 0, false
	}
	return schedulings() - before, true
}

func schedulings() (n uint64) {
	s := []metrics.Sample{{Name: "/sched/latencies:seconds"}}
	metrics.Read(s)
	if s[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0
	}
	for _, c := range s[0].Value.Float64Histogram().Counts {
		n += c
	}
	return n
}
