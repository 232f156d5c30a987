package task_test

import (
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"testing"

	task "workbook/solutions/05_join"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/pausetest"
)

func TestSpawnDoesNotWait(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var over atomic.Bool
		work := c.Gate("the task's work")
		h := spawn(c, func() int {
			defer over.Store(true)
			work.Wait()
			return 1
		})
		work.Open()
		j := join(c, "joiner", h)
		if !c.Await(over.Load) {
			c.Failf("Spawn returned, somebody joined the task, and still its function has not run to its end. Start it in Spawn, on a goroutine of its own")
		}
		j.Call.Returns(endIt)
	})
}

func TestStartsAtOnce(t *testing.T) {
	check.Run(t, func(c *check.C) {
		work := c.Gate("the task's work")
		began := c.Now()
		spawn(c, func() int { work.Wait(); return 1 })
		work.Arrived(1, "The task has not started, though Spawn has returned. It must run without anybody joining it: start the goroutine in Spawn")
		if late := c.Now() - began; late > 0 {
			c.Failf("The task started %v after Spawn was called, and had nothing to wait for. It must start at once: start the goroutine in Spawn", late)
		}
	})
}

func TestOwnGoroutine(t *testing.T) {
	check.Run(t, func(c *check.C) {
		jointest.OwnGoroutines(c, func(f func()) {
			task.Spawn(func() int { f(); return 1 }).Join()
		})
	})
}

func TestValue(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for range 3 {
			want := 1 + c.Rand().IntN(1_000_000)
			h := spawn(c, func() int { return want })
			gives(join(c, "joiner", h), want, "Join gave another value than the one that the task returned")
		}
	})
}

func TestAnyType(t *testing.T) {
	check.Run(t, func(c *check.C) {
		type pair struct {
			name string
			to   *int
		}
		number := c.Rand().Int()
		text := string(c.Bytes(20))
		failure := errors.New("an error that is a value")

		gives(join(c, "joiner of a string", spawn(c, func() string { return text })), text,
			"Join changed the text that the task returned")
		gives(join(c, "joiner of a pointer", spawn(c, func() *int { return &number })), &number,
			"Join gave another pointer than the task returned")
		gives(join(c, "joiner of a struct", spawn(c, func() pair { return pair{text, &number} })), pair{text, &number},
			"Join gave another struct than the task returned")
		gives(join(c, "joiner of an error", spawn(c, func() error { return failure })), failure,
			"A task whose T is error returned an error. That is its value, which Join gives as it is")
		gives(join(c, "joiner of nil", spawn(c, func() error { return nil })), nil,
			"A task may return a nil interface. Nil is a value like any other, and does not mean that the task is still running")
		gives(join(c, "joiner of zero", spawn(c, func() int { return 0 })), 0,
			"A task may return zero. Zero is a value like any other, and does not mean that the task is still running")
		gives(join(c, "joiner of an empty struct", spawn(c, func() struct{} { return struct{}{} })), struct{}{},
			"Join gave another struct than the task returned")

		gives(join(c, "joiner of any", spawn(c, func() any { return nil })), nil,
			"A task may return a nil interface. Nil is a value like any other, and does not mean that the task is still running")
		list := result(join(c, "joiner of a list in an any", spawn(c, func() any { return []int{number} })))
		if l, ok := list.([]int); !ok || len(l) != 1 || l[0] != number {
			c.Failf("Join gave another value than the task returned, which was a slice in an interface")
		}
		if not := result(join(c, "joiner of a NaN", spawn(c, math.NaN))); !math.IsNaN(not) {
			c.Failf("Join gave another number than the task returned, which was math.NaN()")
		}

		f := result(join(c, "joiner of a function", spawn(c, func() func() int { return func() int { return number } })))
		if f == nil || f() != number {
			c.Failf("Join gave another function than the task returned")
		}
		s := result(join(c, "joiner of a slice", spawn(c, func() []*int { return []*int{nil, &number} })))
		if len(s) != 2 || s[1] != &number {
			c.Failf("Join gave another slice than the task returned")
		}
	})
}

func TestJoinWaits(t *testing.T) {
	check.Run(t, func(c *check.C) {
		j, want := jointest.Waits(c, spawned[int], func() {})
		gives(j, want, "Join waited for the task, and then gave another value than the task returned")
	})
}

const noPolling = "While a joiner waits, nothing in your package may look again and again whether the task is over. Let the joiner block, on a channel for example, and let the end of the task wake it"

func TestNoPolling(t *testing.T) {
	check.Run(t, func(c *check.C) {
		work := c.Gate("the task's work")
		h := spawn(c, func() int { work.Wait(); return 7 })
		var joiners []*joining[int] // three, for the first may do the waiting for all
		for _, who := range []string{"joiner", "second joiner", "third joiner"} {
			joiners = append(joiners, join(c, who, h))
			c.Settle()
		}
		c.NoPolling(noPolling)
		over := c.Now()
		work.Open()
		for _, j := range joiners {
			j.Call.Returns(endIt)
		}
		if late := c.Now() - over; late > 0 {
			c.Failf("%s. A joiner learned of the end %v late", noPolling, late)
		}
	})
}

func TestNoTimeLimit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		work := c.Gate("the task's work")
		h := spawn(c, func() int { work.Wait(); return 7 })
		j := join(c, "joiner", h)
		began := c.Now()
		const gaveUp = "Join gave up %s, and the task was still at work. It has no time limit: a task may take an hour or a month"
		if c.Await(j.Ended) { // lets an hour pass
			c.Failf(gaveUp, fmt.Sprintf("after %v", c.Now()-began))
		}
		c.NoPolling(noPolling) // lets a week pass
		if j.Ended() {
			c.Failf(gaveUp, "within a week")
		}
		jointest.Ages(c)
		if j.Ended() {
			c.Failf(gaveUp, "within two hundred years")
		}
		work.Open()
		gives(j, 7, "Join gave another value than the one that the task returned")

		c.Sleep(pausetest.Year)
		j = join(c, "late joiner", h)
		j.Call.Returns(endIt)
		if j.Err != nil || j.Value != 7 {
			c.Fail(check.Mistake{
				Message:  "A task was joined a year after its end, and Join gave another answer than before. Every Join gives the same, however late it comes: keep the value for as long as there is the handle",
				Got:      fmt.Sprintf("%v, error %v", j.Value, j.Err),
				Expected: "7, error nil",
			})
		}
	})
}

func TestJoinAgain(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		var runs atomic.Int32
		h := spawn(c, func() int { return want * int(runs.Add(1)) })
		for i := range 10 {
			j := join(c, fmt.Sprintf("Join number %d", i+1), h)
			why := endIt
			if i > 0 {
				why = "A task that is over was joined again, and this Join never returned. The first joiner must not take the value away: keep it in the handle"
			}
			j.Call.Returns(why)
			if n := runs.Load(); n != 1 {
				c.Failf("The task's function has run %d times when Join number %d returns. A task runs once, and every Join gives what it returned then", n, i+1)
			}
			if got := result(j); got != want {
				c.Fail(check.Mistake{
					Message:  fmt.Sprintf("Join number %d gave another answer than the one that the task returned. Every Join gives the same: keep the value in the handle", i+1),
					Got:      fmt.Sprintf("%v, error %v", got, j.Err),
					Expected: fmt.Sprintf("%v, error nil", want),
				})
			}
		}
	})
}

func TestManyJoiners(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// A hundred, since of more than 256 goroutines the race detector forgets some; and
		// then more than the buffers that people choose.
		for _, n := range []int{100, 1100} {
			want := string(c.Bytes(16))
			var runs atomic.Int32
			jointest.CrowdOf(n, c, spawned[string], "The task returned", func() string { runs.Add(1); return want }, func(j *joining[string]) {
				gives(j, want, "Many goroutines joined one task, and "+j.Who+" got another value than the task returned")
			})
			if n := runs.Load(); n != 1 {
				c.Failf("Many goroutines joined one task, and its function has run %d times. A task runs once, and every Join gives what it returned then", n)
			}
		}
	})
}

func TestTasksTogether(t *testing.T) {
	check.Run(t, func(c *check.C) {
		n := c.Amount(10_100, 300) // more than the limits that people choose
		b := c.Barrier(n)
		handles := make([]*task.Handle[int], n)
		for i := range handles {
			handles[i] = task.Spawn(func() int { b.Arrive(); return i })
		}
		b.All(fmt.Sprintf("%d tasks wait for each other, and they never met. Every task has a goroutine of its own, from the start: no queue, no fixed number of workers", n))
		got := make([]int, n)
		c.Go("a joiner of all of them", func() error {
			for i, h := range handles {
				got[i], _ = h.Join()
			}
			return nil
		}).Returns(endIt)
		for i, v := range got {
			if v != i {
				c.Fail(check.Mistake{Message: fmt.Sprintf("Of %d tasks, number %d was joined, and Join gave another value than it returned", n, i), Got: show(v), Expected: show(i)})
			}
		}
	})
}

func TestIndependent(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 20
		gates := make([]*check.Gate, n)
		handles := make([]spawning[string], n)
		joins := make([]*joining[string], n)
		want := make([]string, n)
		for i := range n {
			gates[i] = c.Gate(fmt.Sprintf("the work of task %d", i))
			want[i] = fmt.Sprintf("task %d: %d", i, c.Rand().Uint32())
			handles[i] = spawn(c, func() string { gates[i].Wait(); return want[i] })
			joins[i] = join(c, fmt.Sprintf("joiner of task %d", i), handles[i])
		}
		order := c.Rand().Perm(n)
		for k, i := range order {
			gates[i].Open()
			joins[i].Call.Returns(fmt.Sprintf("Task %d is over, and its Join waits on while other tasks are at work. A joiner waits for its own task only: let each handle have what it needs to wait with", i))
			gives(joins[i], want[i], "Join gave something else than its own task returned. Handles must not share anything")
			if k+1 < n {
				joins[order[k+1]].Call.StillRunning("A Join returned when another task had ended. A joiner waits for its own task: let each handle have what it needs to wait with")
			}
		}
		for i := range n {
			gives(join(c, fmt.Sprintf("second joiner of task %d", i), handles[i]), want[i],
				"After other tasks had ended, Join gave something else than its own task returned. Handles must not share anything")
		}
	})
}

func TestNested(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// Every task but the smallest spawns two tasks and joins them.
		var early atomic.Bool
		var leaves func(depth int) int
		leaves = func(depth int) int {
			if depth == 0 {
				return 1
			}
			sum := 0
			var handles [2]spawning[int]
			for i := range handles {
				watched, over := jointest.Watched(func() int { return leaves(depth - 1) })
				handles[i] = spawning[int]{task.Spawn(watched), over}
			}
			for _, h := range handles {
				n, _ := h.Join()
				if !h.over.Load() {
					early.Store(true)
				}
				sum += n
			}
			return sum
		}
		h := spawn(c, func() int { return leaves(6) })
		j := join(c, "joiner", h)
		j.Call.Returns("A task that spawns tasks and joins them never ended. A task that waits in Join must not keep others from running")
		if early.Load() {
			c.Failf("A task spawned a task and joined it. " + tooEarly)
		}
		gives(j, 64, "A task that adds up what its own tasks returned got a wrong sum, though each Join waited for its task: it gave another value than that task returned")
	})
}

func TestNobodyJoins(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 20
		var over atomic.Int32
		work := c.Gate("the tasks' work")
		for range n {
			spawn(c, func() int {
				defer over.Add(1)
				work.Wait()
				return 1
			})
		}
		work.Arrived(n, "Tasks that nobody joins have not started. A task runs whether or not it is joined")
		work.Open()
		if !c.Await(func() bool { return over.Load() == n }) {
			c.Failf("Of %d tasks that nobody joins, %d came to their end. A task runs whether or not it is joined", n, over.Load())
		}
		c.NoLeaks("A task ended, nobody joined it, and a goroutine of it is still there. It would stay for ever, with all that it refers to: the end of a task must not wait for a joiner")
	})
}
