package collect_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	collect "workbook/solutions/07_collect"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

func TestWaitsForAll(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const early = "All returned while a task was still at work. Its value and its error come too late for the caller: wait for every task, and count a goroutine before it starts, not when it runs"

		// Nobody holds this task up: All must not be faster than its goroutine. Whether
		// it was is looked up where All returns: a moment later the task is done.
		for range 300 {
			var done, tooEarly atomic.Bool
			c.Go("All", func() error {
				collect.All(func() (int, error) { done.Store(true); return 1, nil })
				tooEarly.Store(!done.Load())
				return nil
			}).Returns(endIt)
			if tooEarly.Load() {
				if !c.Await(done.Load) {
					c.Failf("All was given a task, and returned without calling it")
				}
				c.Failf(early)
			}
			c.NoLeaks("All has returned, and a goroutine that it started is still there. One more is there with each All: All must not return before all that it has started is over, and whatever waits for something must be told the end")
		}

		// One task ends last, and for it everybody waits, whichever it is.
		const n = 20
		for range 3 {
			last := c.Rand().IntN(n)
			others, work, deferred := c.Gate("their work"), c.Gate("the task that ends last"), c.Gate("a deferred call of the task that ends last")
			var came atomic.Int32
			tasks := make([]task[int], n)
			for i := range tasks {
				tasks[i] = func() (int, error) {
					if int(came.Add(1)) != last+1 {
						others.Wait()
						return i, nil
					}
					defer deferred.Wait()
					work.Wait()
					return i, nil
				}
			}
			a := start(c, "All", tasks...)
			others.Arrived(n-1, startAll)
			work.Arrived(1, startAll)
			a.stillRunning(early)
			others.Open()
			a.stillRunning(fmt.Sprintf("%s. Of %d tasks, one was not over", early, n))
			work.Open()
			deferred.Arrived(1, "A task has a deferred call, which has not run")
			a.stillRunning("All returned while a deferred call of a task was still running. A task is over when its deferred calls are")
			deferred.Open()
			a.call.Returns(endIt)
		}
	})
}

func TestAtTheSameTime(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{2, c.Amount(10_100, 300)} { // more than the limits that people choose
			b := c.Barrier(n)
			began := c.Now()
			var last atomic.Int64 // when the last task began
			tasks := make([]task[int], n)
			for i := range tasks {
				tasks[i] = func() (int, error) {
					last.Store(int64(c.Now()))
					b.Arrive()
					return i, nil
				}
			}
			a := start(c, "All", tasks...)
			b.All(fmt.Sprintf("%d tasks wait for each other, and they never met. All of them must run at the same time: start each on a goroutine of its own, without a limit, and wait only after the last one has started", n))
			if late := time.Duration(last.Load()) - began; late > 0 {
				c.Failf("All was given %d tasks, and the last of them began %v after the first. All of them begin at once, and none waits for another, for however short a time", n, late)
			}
			a.call.Returns(endIt)
		}
	})
}

func TestOwnGoroutines(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{1, 2, 50} {
			var caller int
			ids := make([]int, n)
			calls := make([]atomic.Int32, n)
			tasks := make([]task[int], n)
			for i := range tasks {
				tasks[i] = func() (int, error) {
					ids[i] = panictest.Goroutine()
					calls[i].Add(1)
					return i, nil
				}
			}
			c.Go("All", func() error {
				caller = panictest.Goroutine()
				_, _ = collect.All(tasks...)
				return nil
			}).Returns(endIt)
			seen := map[int]int{}
			for i, id := range ids {
				if got := calls[i].Load(); got != 1 {
					c.Fail(check.Mistake{
						Message: "A task is called once. One call gives both its results, the value and the error",
						Got:     fmt.Sprintf("%s of task %d", count(int(got), "call"), i), Expected: "1 call",
					})
				}
				if id == caller {
					c.Failf("Of %s, number %d ran on the goroutine of All's caller. Every task has a goroutine of its own, also the last one and also a single one", count(n, "task"), i)
				}
				if other, ok := seen[id]; ok {
					c.Failf("Of %s, numbers %d and %d ran on one goroutine, one after the other. Every task has a goroutine of its own: no workers", count(n, "task"), other, i)
				}
				seen[id] = i
			}
		}

		var calls atomic.Int32
		again := func() (int, error) { return int(calls.Add(1)), nil }
		start(c, "All of one task three times", again, again, again).call.Returns(endIt)
		if got := int(calls.Load()); got != 3 {
			c.Fail(check.Mistake{
				Message: "All was given one and the same task three times. Each of the three is called: a task may do something else the next time",
				Got:     count(got, "call"), Expected: "3 calls",
			})
		}
	})
}

// together gives n tasks that end one after the other, in a random order, and what
// they return. Those of which fails is true return an error, too. run lets them end.
func together(c *check.C, n int, fails func(i int) bool) (tasks []task[string], values []string, errs []error, run func()) {
	order := c.Rand().Perm(n)
	gates := make([]*check.Gate, n)
	for i := range n {
		gates[i] = c.Gate(fmt.Sprintf("task %d", i))
		values = append(values, fmt.Sprintf("value %d: %d", i, c.Rand().Uint32()))
		var err error
		if fails(i) {
			err = fmt.Errorf("task %d failed: %08x", i, c.Rand().Uint32())
			errs = append(errs, err)
		}
		tasks = append(tasks, func() (string, error) {
			gates[i].Wait()
			return values[i], err
		})
	}
	return tasks, values, errs, func() {
		for _, i := range order {
			gates[i].Arrived(1, startAll)
		}
		for _, i := range order {
			gates[i].Open()
			c.Settle() // this task is over before the next one
		}
	}
}

func TestValues(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, n := range []int{1, 2, 40} {
			tasks, values, _, run := together(c, n, func(int) bool { return false })
			a := start(c, "All", tasks...)
			run()
			how := "The tasks ended in another order than they were given in, none of them failed"
			gives(a, values, how)
			a.succeeds(how)
		}
		// Plain functions: nothing but the learner's code orders them, so that the
		// race detector sees what they share.
		tasks, want := make([]task[int], 100), make([]int, 100)
		for i := range tasks {
			want[i] = i * i
			tasks[i] = func() (int, error) { return i * i, nil }
		}
		a := start(c, "All", tasks...)
		gives(a, want, "A hundred tasks were run that are over at once")
		a.succeeds("A hundred tasks were run that are over at once, and none of them failed")
	})
}

func TestErrorsAreKept(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 20
		some := c.Rand().IntN(n)
		for _, v := range []struct {
			how   string
			fails func(i int) bool
		}{
			{fmt.Sprintf("Of %d tasks, one failed", n), func(i int) bool { return i == some }},
			{fmt.Sprintf("Of %d tasks, every other one failed", n), func(i int) bool { return i%2 == 0 }},
			{fmt.Sprintf("%d tasks failed, all that there were", n), func(int) bool { return true }},
		} {
			tasks, _, errs, run := together(c, n, v.fails)
			a := start(c, "All", tasks...)
			run()
			a.keeps(errs, v.how)
		}

		// Plain functions, for the race detector.
		tasks, errs := make([]task[int], 100), make([]error, 100)
		for i := range tasks {
			errs[i] = fmt.Errorf("failure %d", i)
			tasks[i] = func() (int, error) { return 0, errs[i] }
		}
		start(c, "All", tasks...).keeps(errs, "A hundred tasks failed, all of them at once")
	})
}

func TestFailureStopsNobody(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// The first to fail does so while the others are at work.
		const n = 10
		first, others := c.Gate("the task that fails first"), c.Gate("their work")
		early := errors.New("an early failure")
		failing := c.Rand().IntN(n)
		tasks := make([]task[int], n)
		for i := range tasks {
			tasks[i] = func() (int, error) {
				if i == failing {
					first.Wait()
					return 0, early
				}
				others.Wait()
				return i, nil
			}
		}
		a := start(c, "All", tasks...)
		first.Arrived(1, startAll)
		others.Arrived(n-1, startAll)
		first.Open()
		a.stillRunning(fmt.Sprintf("One task failed, and All returned while %d others were still at work. Their values and errors are lost, and their goroutines go on behind the caller's back: wait for every task, also when one fails", n-1))
		others.Open()
		a.keeps([]error{early}, "One task failed early, the others returned later")

		// Where all of them fail at once, each must still have been called.
		var calls atomic.Int32
		many := make([]task[int], 4200) // more than the buffers that people choose
		for i := range many {
			many[i] = func() (int, error) { calls.Add(1); return i, early }
		}
		start(c, "All", many...).call.Returns(endIt)
		got := int(calls.Load())
		m := check.Mistake{Got: count(got, "call"), Expected: count(len(many), "call")}
		switch {
		case got < len(many):
			m.Message = "Tasks fail as soon as they are called, and not all of them were called. A failure stops nobody: call every task, whatever has become of the others"
			c.Fail(m)
		case got > len(many):
			m.Message = "Tasks fail as soon as they are called, and some were called again. A task is called once: whoever gave it to All knows whether it may be tried again, All does not"
			c.Fail(m)
		}
	})
}

func TestValueBesideError(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, v := range []struct {
			how   string
			fails func(i int) bool
		}{
			{"Every other task failed", func(i int) bool { return i%2 == 0 }},
			{"All tasks failed", func(int) bool { return true }},
		} {
			tasks, values, errs, run := together(c, 10, v.fails)
			a := start(c, "All", tasks...)
			run()
			how := v.how + ", each with a value beside its error"
			gives(a, values, how)
			a.keeps(errs, how)
		}
	})
}

func TestNoTasks(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, no := range []struct {
			what  string
			tasks []task[int]
		}{{"no tasks", nil}, {"an empty slice of tasks", []task[int]{}}} {
			what := no.what
			a := start(c, "All", no.tasks...)
			a.call.Returns("All was given " + what + ". There is nothing to call and nothing to wait for, so it returns at once")
			gives(a, nil, "All was given "+what)
			a.succeeds("All was given " + what)
		}
	})
}

func TestPatience(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for _, err := range []error{nil, errors.New("an early failure")} {
			one := func() (*collecting[int], *check.Gate) {
				slow := c.Gate("a slow task")
				a := start(c, "All",
					func() (int, error) { return 1, err },
					func() (int, error) { slow.Wait(); return 2, nil })
				slow.Arrived(1, startAll)
				return a, slow
			}
			const gaveUp = "One task was over, another was still at work, and All returned %s. It waits for every task, without a time limit, also when another one has failed: tasks take as long as they take"

			a, slow := one()
			began := c.Now()
			c.NoPolling("While All waits for its tasks, nothing in your package may look again and again whether they are over. Let All block, in the Wait of a WaitGroup or on a channel, and let the end of the tasks wake it")
			if a.ended() {
				c.Failf(gaveUp, fmt.Sprintf("after %v", a.over-began))
			}
			slow.Open()
			if a.call.Running() { // all rest, and no time has passed
				c.Failf("The last task has returned, and All does not notice it at once. Let the end of the tasks wake All")
			}

			a, slow = one()
			jointest.Ages(c)
			if a.ended() {
				c.Failf(gaveUp, "within two hundred years")
			}
			slow.Open()
			a.call.Returns(endIt)
		}
	})
}
