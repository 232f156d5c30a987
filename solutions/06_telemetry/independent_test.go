package telemetry_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	telemetry "workbook/solutions/06_telemetry"

	"workbook/grader/check"
	"workbook/solutions/internal/panictest"
)

func TestIndependent(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 60
		b := c.Barrier(2 * n)
		emits, calls := make([]*check.Gate, n), make([]*run, n)
		all := ends()
		// A plain channel: nothing but the learner's code orders the Runs, so that
		// the race detector sees all of them at once.
		begin := make(chan struct{})
		for i := range n {
			emits[i] = c.Gate(fmt.Sprintf("emit %d", i))
			calls[i] = &run{c: c, Call: c.Go(fmt.Sprintf("Run %d", i), func() error {
				<-begin
				telemetry.Run(
					func() { b.Arrive(); emits[i].Wait() },
					func() { b.Arrive(); all[i%3].work() })
				return nil
			})}
		}
		close(begin)
		b.All(fmt.Sprintf("%d goroutines called Run, and their emit and work wait until all of them have started. Runs must not wait for each other", n))
		order := c.Rand().Perm(n)
		for at, i := range order {
			emits[i].Open()
			if !c.Await(func() bool { return ended(calls[i]) }) {
				c.Failf("The emit and the work of one Run are over, and it waits on while the emits of other Runs are at work. Let each Run have a channel or WaitGroup of its own")
			}
			all[i%3].meets(c, calls[i])
			if at+1 < n && ended(calls[order[at+1]]) {
				calls[order[at+1]].Ended()
				c.Failf("A Run ended when the emit of another Run was done, and its own was not. Let each Run have a channel or WaitGroup of its own")
			}
		}
		crowd(c)
		runsInRuns(c)
	})
}

// crowd has far more Runs at the same time than any number that somebody would call
// enough.
func crowd(c *check.C) {
	const n = 1100
	b := c.Barrier(2 * n)
	var emits, works atomic.Int32 // on a goroutine where they should not be
	for range n {
		c.Go("Run", func() error {
			caller := panictest.Goroutine()
			telemetry.Run(func() {
				defer c.Task("emit")()
				if panictest.Goroutine() == caller {
					emits.Add(1)
				}
				b.Arrive()
			}, func() {
				defer c.Task("work")()
				if panictest.Goroutine() != caller {
					works.Add(1)
				}
				b.Arrive()
			})
			return nil
		})
	}
	b.All(fmt.Sprintf("%d goroutines called Run, and their emit and work wait until all of them have started. There is no limit to how many run at the same time", n))
	if m, w := emits.Load(), works.Load(); m+w > 0 {
		c.Failf("%d goroutines called Run at the same time. Of their emits, %d ran on the caller's goroutine, and of their works, %d on another one. However many Runs there are, emit has a goroutine of its own, and work is called by Run itself: elsewhere, its runtime.Goexit does not end the caller, and a panic needs help to get there", n, m, w)
	}

	// Plain functions, and nothing of the check's between them.
	begin := make(chan struct{})
	calls := make([]*check.Call, 60)
	for i := range calls {
		calls[i] = c.Go("Run", func() error { <-begin; telemetry.Run(nothing, nothing); return nil })
	}
	c.Settle()
	close(begin)
	for _, k := range calls {
		k.Returns("Emit and work have returned, and so must Run")
	}
}

// runsInRuns has emit and work call Run themselves.
func runsInRuns(c *check.C) {
	var reports atomic.Int32
	report := func() { reports.Add(1) }
	start(c, "Run in Run", func() { telemetry.Run(report, report) }, func() { telemetry.Run(report, report) }).
		Returns("Emit and work called Run themselves. A Run must not keep another one from running: hold no lock meanwhile")
	if got := reports.Load(); got != 4 {
		c.Failf("Emit and work called Run themselves, and of 4 functions, %d were called", got)
	}

	// The panic of the inner work passes both Runs, and each waits for its emit.
	inner, outer := c.Gate("the inner emit"), c.Gate("the outer emit")
	e := ends()[1]
	k := start(c, "Run in Run", outer.Wait, func() { telemetry.Run(inner.Wait, e.work) })
	for _, emit := range []*check.Gate{inner, outer} {
		emit.Arrived(1, noEmit)
	}
	for _, emit := range []*check.Gate{outer, inner} {
		if !k.Running() {
			k.left("Work called Run, whose work panicked, and the panic left both Runs while an emit was still at work. Each Run waits for its own emit")
		}
		emit.Open()
	}
	e.meets(c, k)
}
