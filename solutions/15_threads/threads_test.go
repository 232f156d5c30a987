package threads_test

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"workbook/solutions/15_threads"

	"workbook/grader/check"
)

// goexit is runtime.Goexit, from a place where the compiler does not know that
// nothing comes after it.
func goexit() { runtime.Goexit() }

const noWorker = "The tasks are over, and a goroutine that ran them is still there, and with it a thread. A thread belongs to one task and ends with it: no pool, and no worker that waits for the next task"

func TestReturned(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		failure := errors.New("an error that is a value")
		join(c, "joiner", spawn(c, func() int { return want })).gives(want, "The task returned its value")
		join(c, "joiner of zero", spawn(c, func() int { return 0 })).gives(0, "The task returned zero, which is a value")
		join(c, "joiner of nil", spawn(c, func() *int { return nil })).gives(nil, "The task returned a nil pointer, which is a value")
		join(c, "joiner of an error", spawn(c, func() error { return failure })).
			gives(failure, "A task whose T is error returned an error, which is its value")
		join(c, "joiner of a task that recovered", spawn(c, func() (n int) {
			defer func() {
				_ = recover()
				n = want
			}()
			panic("the task's own business")
		})).gives(want, "The task recovered its own panic and returned a value")
		c.NoLeaks(noWorker)
	})
}

func TestPanicIsCaught(t *testing.T) {
	check.Run(t, func(c *check.C) {
		number := c.Rand().Int()
		for _, v := range []struct {
			what  string
			value any
		}{
			{"a string", fmt.Sprintf("panic %d", number)},
			{"0", 0},
			{"a pointer", &number},
			{"an error", errors.New("a panic in a task")},
			{"a *JoinError of its own making", new(threads.JoinError)},
		} {
			h := spawn(c, func() int { panic(v.value) })
			join(c, "joiner of a task that panicked with "+v.what, h).
				panicked(v.value, "The task panicked with "+v.what)
		}
		var seen any
		h := spawn(c, func() int {
			defer func() {
				seen = recover() // what Go makes of panic(nil)
				panic(seen)
			}()
			panic(nil)
		})
		j := join(c, "joiner", h)
		j.call.Returns(endIt)
		j.panicked(seen, "The task called panic(nil), for which Go panics with a *runtime.PanicNilError")
		c.NoLeaks(noWorker)
	})
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		join(c, "joiner", spawn(c, func() int { goexit(); return 1 })).exited("The task called runtime.Goexit")
	})
}

func TestSpawnDoesNotWait(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work, deferred := c.Gate("the task's work"), c.Gate("the task's deferred call")
		h := spawn(c, func() int {
			defer deferred.Wait()
			work.Wait()
			return want
		})
		work.Arrived(1, "The task has not started, though Spawn has returned. A task runs whether or not it is joined")
		j := join(c, "joiner", h)
		j.call.StillRunning("Join returned while the task was still at work. It has to wait for the end")
		c.NoPolling("While a joiner waits, nothing in your package may look again and again whether the task is over. Let the end of the task wake the joiner")
		work.Open()
		deferred.Arrived(1, "The task's deferred call was not run")
		j.call.StillRunning("Join returned while a deferred call of the task was still running. A task is over when its deferred calls are")
		deferred.Open()
		j.gives(want, "The task returned its value")
	})
}

func TestEveryJoin(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := errors.New("a panic that many wait for")
		crowd(c, "The task panicked", func() int { panic(want) }, func(j *joining[int]) {
			j.panicked(want, "The task panicked, and "+j.who+" was one of many")
		})
		crowd(c, "The task returned", func() int { return 5 }, func(j *joining[int]) {
			j.gives(5, "The task returned, and "+j.who+" was one of many")
		})
	})
}

// crowd lets many goroutines join a task before its end, and two after it.
func crowd(c *check.C, how string, end func() int, see func(*joining[int])) {
	const n = 50
	work := c.Gate("the task's work")
	h := spawn(c, func() int { work.Wait(); return end() })
	// A plain channel: nothing but the learner's code orders the joiners, so that
	// the race detector sees all of them at once.
	start := make(chan struct{})
	var joiners [n]*joining[int]
	for i := range joiners {
		joiners[i] = joinAfter(c, fmt.Sprintf("joiner %d", i+1), h, start)
	}
	c.Settle()
	close(start)
	c.Settle()
	work.Open()
	for _, j := range joiners {
		j.call.Returns(fmt.Sprintf("%s, %d goroutines were waiting in Join, and one of them never got an answer. The end of a task must wake all who wait", how, n))
		see(j)
	}
	for _, who := range []string{"a late joiner", "one more joiner"} {
		see(join(c, who, h))
	}
}
