package task_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	task "workbook/solutions/08_boundary"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
	"workbook/solutions/internal/pausetest"
)

func TestReturned(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		join(c, "joiner", spawn(c, func() int { return want })).Gives(want, "The task returned its value")
		join(c, "joiner of zero", spawn(c, func() int { return 0 })).Gives(0, "The task returned zero, which is a value")
		join(c, "joiner of nil", spawn(c, func() *int { return nil })).Gives(nil, "The task returned a nil pointer, which is a value")
		join(c, "joiner of an empty struct", spawn(c, func() struct{} { return struct{}{} })).Gives(struct{}{}, "The task returned its value")
	})
}

func TestErrorIsAValue(t *testing.T) {
	check.Run(t, func(c *check.C) {
		failure := error(&panictest.Sour{Cause: errors.New("cause")})
		join(c, "joiner of an error", spawn(c, func() error { return failure })).
			Gives(failure, "A task whose T is error returned an error, which is its value")
		join(c, "joiner of a nil error", spawn(c, func() error { return nil })).
			Gives(nil, "A task whose T is error returned nil, which is its value")
		join(c, "joiner of any", spawn(c, func() any { return failure })).
			Gives(failure, "A task whose T is any returned an error, which is its value")
		mine := new(task.JoinError)
		join(c, "joiner of a *JoinError", spawn(c, func() *task.JoinError { return mine })).
			Gives(mine, "A task whose T is *JoinError returned one, which is its value")
	})
}

func TestPanicIsCaught(t *testing.T) {
	check.Run(t, func(c *check.C) {
		h := spawn(c, func() int { panic("a panic in a task") })
		failure := join(c, "joiner", h).Failed("The task panicked")
		if value, ok := failure.Panic(); !failure.IsPanic() || !ok {
			c.Fail(check.Mistake{
				Message:  "The task panicked, and the *JoinError says that it did not",
				Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %s, %v", failure.IsPanic(), panictest.Show(value), ok),
				Expected: "IsPanic() = true, Panic() = the value of the panic, true",
			})
		}
	})
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		var deferred atomic.Bool
		h := spawn(c, func() int {
			defer deferred.Store(true)
			panictest.Goexit()
			return 1
		})
		join(c, "joiner", h).Exited("The task called runtime.Goexit")
		if !deferred.Load() {
			c.Failf("The task called runtime.Goexit, and its deferred calls have not run when Join returns")
		}
		join(c, "joiner of an error", spawn(c, func() error { panictest.Goexit(); return nil })).
			Exited("A task whose T is error called runtime.Goexit")
	})
}

func TestPanicNil(t *testing.T) {
	check.Run(t, func(c *check.C) {
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

		var none error
		plain := join(c, "second joiner", spawn(c, func() int { panic(none) }))
		failure := plain.Failed("The task called panic with a nil error, for which Go panics with a *runtime.PanicNilError")
		value, ok := failure.Panic()
		if !failure.IsPanic() || !ok || !panictest.IsNil(value) {
			c.Fail(check.Mistake{
				Message:  "The task called panic with a nil error. That is a panic like any other, and its value is the *runtime.PanicNilError that recover gives",
				Got:      fmt.Sprintf("IsPanic() = %v, Panic() = %s, %v", failure.IsPanic(), panictest.Show(value), ok),
				Expected: "IsPanic() = true, Panic() = a *runtime.PanicNilError, true",
			})
		}
	})
}

// Longer than anybody's idea of for ever, three times over; the bubble's time is free.
const years = 80 * pausetest.Year

func TestDeferredCalls(t *testing.T) {
	check.Run(t, func(c *check.C) {
		ways := []struct {
			how string
			end func() int
		}{
			{"returned", func() int { return 3 }},
			{"panicked", func() int { panic("a panic") }},
			{"called runtime.Goexit", func() int { panictest.Goexit(); return 3 }},
		}
		for _, way := range ways {
			deferred := c.Gate("a deferred call of the task that " + way.how)
			h := spawn(c, func() int {
				defer deferred.Wait()
				return way.end()
			})
			deferred.Arrived(1, fmt.Sprintf("The deferred call of a task that %s has not run", way.how))
			j := join(c, "joiner of the task that "+way.how, h)
			c.NoPolling(jointest.NoPolling) // lets a week pass
			c.Sleep(years)
			if j.Ended() {
				c.Failf("The task %s, a deferred call of it was still running, and Join returned. The task is over when its deferred calls are, however long they take", way.how)
			}
			deferred.Open()
			j.Call.Returns(jointest.EndIt)
		}
	})
}

func TestEveryJoin(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := errors.New("a panic that many wait for")
		jointest.Crowd(c, spawned[int], "The task panicked", func() int { panic(want) }, func(j *joining[int]) {
			j.Panicked(want, "The task panicked, and "+j.Who+" was one of many")
		})
		jointest.Crowd(c, spawned[int], "The task called runtime.Goexit", func() int { panictest.Goexit(); return 1 }, func(j *joining[int]) {
			j.Exited("The task called runtime.Goexit, and " + j.Who + " was one of many")
		})
		jointest.Crowd(c, spawned[int], "The task returned", func() int { return 5 }, func(j *joining[int]) {
			j.Gives(5, "The task returned, and "+j.Who+" was one of many")
		})
		// Whoever is woken finds the answer there, also when the processor is taken from
		// the task in the middle of its last steps, which is likelier after some work.
		lost := c.Go("a joiner of many tasks, one after the other", func() error {
			for range 300 {
				h := task.Spawn(func() int { panictest.Busy(); panic(want) })
				if _, err := h.Join(); err == nil {
					return errors.New("no error")
				}
			}
			return nil
		}).Returns("Many tasks panicked, and each was joined")
		if lost != nil {
			c.Failf("One of many tasks that panicked was joined while it was ending, and Join gave a nil error. Write down how the task ended first, and let the joiners go on then: deferred calls run last in, first out")
		}
		// When it is over, too.
		over := spawn(c, func() int { panic(want) })
		join(c, "first joiner", over).Panicked(want, "The task panicked")
		start := make(chan struct{})
		var late [50]*joining[int]
		for i := range late {
			late[i] = joiner(c, over)(fmt.Sprintf("late joiner %d", i+1), start)
		}
		c.Settle()
		close(start)
		for _, j := range late {
			j.Panicked(want, "The task had panicked, and "+j.Who+" was one of many who joined it afterwards, at the same time")
		}
		failed := spawn(c, func() int { panic("a panic that many ask for") })
		jointest.AskedTogether[*task.JoinError](c, "The task panicked", failed.Join)
		askedAgain(c)
		jointest.ReturnsASlice(c, func(f func() []int) func() ([]int, error) { return spawn(c, f).Join })
	})
}

// askedAgain has a joiner ask its error more than once.
func askedAgain(c *check.C) {
	want := errors.New("a panic that a joiner asks for again")
	j := join(c, "joiner that asks again", spawn(c, func() int { panic(want) }))
	j.Panicked(want, "The task panicked")
	how := "The task panicked, and its joiner asked the error for the value of the panic, and then asked again"
	j.Panicked(want, how)
	if text := errorText(c, j.Failed(how), how); !strings.Contains(text, want.Error()) {
		c.Fail(check.Mistake{
			Message: "The task panicked, its joiner asked the error for the value of the panic, and after that Error does not tell the value any more. To ask an error must not change it: let Panic give the value, and keep it",
			Got:     fmt.Sprintf("%q", text), Expected: fmt.Sprintf("a text with %q in it", want),
		})
	}
}

func TestStillATask(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work := c.Gate("the task's work")
		h := spawn(c, func() int { work.Wait(); return want })
		work.Arrived(1, "The task has not started, though Spawn has returned. A task runs whether or not it is joined")
		j := join(c, "joiner", h)
		j.Call.StillRunning("Join returned while the task was still at work. It has to wait for the end")
		c.NoPolling(jointest.NoPolling)
		c.Sleep(years)
		j.Call.StillRunning("Join returned while the task was still at work. It has to wait for the end, however long that takes")
		beside := []*joining[int]{join(c, "joiner beside the first", h), join(c, "one more joiner beside it", h)}
		c.NoPolling(jointest.NoPolling)
		work.Open()
		for _, j := range append(beside, j) {
			j.Call.AtOnce(jointest.NoPolling)
			j.Gives(want, "The task returned its value")
		}
		join(c, "second joiner", h).Gives(want, "The task returned its value and was joined twice")
		for i := range 10 {
			join(c, "joiner of another task", spawn(c, func() int { return -i })).Gives(-i, "Another task returned its value")
		}
		join(c, "third joiner", h).Gives(want, "The task returned its value, and was joined again when other tasks had been")
	})
}
