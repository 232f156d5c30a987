package threads_test

import (
	"errors"
	"fmt"
	"testing"

	"workbook/solutions/15_threads"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

const noWorker = "The tasks are over, and a goroutine that ran them is still there, and with it a thread. A thread belongs to one task and ends with it: no pool, and no worker that waits for the next task"

func TestReturned(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		failure := errors.New("an error that is a value")
		join(c, "joiner", spawn(c, func() int { return want })).Gives(want, "The task returned its value")
		join(c, "joiner of zero", spawn(c, func() int { return 0 })).Gives(0, "The task returned zero, which is a value")
		join(c, "joiner of nil", spawn(c, func() *int { return nil })).Gives(nil, "The task returned a nil pointer, which is a value")
		join(c, "joiner of an error", spawn(c, func() error { return failure })).
			Gives(failure, "A task whose T is error returned an error, which is its value")
		join(c, "joiner of a task that recovered", spawn(c, func() (n int) {
			defer func() {
				_ = recover()
				n = want
			}()
			panic("the task's own business")
		})).Gives(want, "The task recovered its own panic and returned a value")
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
				Panicked(v.value, "The task panicked with "+v.what)
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
		j.Call.Returns(jointest.EndIt)
		j.Panicked(seen, "The task called panic(nil), for which Go panics with a *runtime.PanicNilError")
		c.NoLeaks(noWorker)
	})
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		join(c, "joiner", spawn(c, func() int { panictest.Goexit(); return 1 })).Exited("The task called runtime.Goexit")
	})
}

func TestSpawnDoesNotWait(t *testing.T) {
	check.Run(t, func(c *check.C) {
		j, want := jointest.Waits(c, spawned[int], func() {
			c.NoPolling("While a joiner waits, nothing in your package may look again and again whether the task is over. Let the end of the task wake the joiner")
		})
		j.Gives(want, "The task returned its value")
	})
}

func TestEveryJoin(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := errors.New("a panic that many wait for")
		jointest.Crowd(c, spawned[int], "The task panicked", func() int { panic(want) }, func(j *joining[int]) {
			j.Panicked(want, "The task panicked, and "+j.Who+" was one of many")
		})
		jointest.Crowd(c, spawned[int], "The task returned", func() int { return 5 }, func(j *joining[int]) {
			j.Gives(5, "The task returned, and "+j.Who+" was one of many")
		})
	})
}
