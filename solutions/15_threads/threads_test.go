package threads_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
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
		join(c, "joiner of a nil error", spawn(c, func() error { return nil })).
			Gives(nil, "A task whose T is error returned nil, which is its value")
		join(c, "joiner of a nil any", spawn(c, func() any { return nil })).
			Gives(nil, "A task whose T is any returned nil, which is its value")
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
		values := append(panictest.Values(c),
			panictest.Value{What: "a text of 100 KiB", Value: strings.Repeat("%s %d 100%\n", 10_000)},
			panictest.Value{What: "a *JoinError of its own making", Value: new(threads.JoinError)},
			panictest.Value{What: "an error of package io", Value: io.EOF},
			panictest.Value{What: "the error that it got by joining another task", Value: failed(c)})
		for _, v := range values {
			h := spawn(c, func() int { panic(v.Value) })
			j := join(c, "joiner of a task that panicked with "+v.What, h)
			j.Panicked(v.Value, "The task panicked with "+v.What)
			hasWords(c, j, "The task panicked with "+v.What)
		}
		for _, v := range []struct {
			what string
			f    func(seen *any)
		}{
			{"nil, for which Go panics with a *runtime.PanicNilError", panictest.Nil},
			{"what the runtime panics with when a nil map is written to", panictest.NilMap},
		} {
			var seen any
			j := join(c, "joiner", spawn(c, func() int { v.f(&seen); return 1 }))
			j.Call.Returns(jointest.EndIt)
			j.Panicked(seen, "The task panicked with "+v.what)
		}
		const last = "a panic in a deferred call"
		for _, before := range []struct { // the one that ends the task's goroutine first: a pool must be left with one
			what  string
			leave func()
		}{
			{"called runtime.Goexit", panictest.Goexit},
			{"panicked with another value", func() { panic("a panic before it") }},
			{"returned", func() {}},
		} {
			what := before.what
			how := "The task " + what + ", and then a deferred call of it panicked, which counts"
			j := join(c, "joiner of a task that "+what+" before it panicked", spawn(c, func() int {
				defer func() { panic(last) }()
				before.leave()
				return 1
			}))
			j.Call.Returns(how + ". " + jointest.EndIt)
			j.Panicked(last, how)
		}
		c.NoLeaks(noWorker)
	})
}

// failed is the error of a task that panicked.
func failed(c *check.C) error {
	j := join(c, "joiner of a task in a task", spawn(c, func() int { panic("a panic in a task in a task") }))
	j.Call.Returns("A task in a task panicked. " + jointest.EndIt)
	return j.Err
}

// hasWords fails if the error of a Join has no text, or cannot give it.
func hasWords(c *check.C, j *joining[int], how string) {
	var text string
	c.Go("Error", func() error { text = j.Err.Error(); return nil }).
		Returns(how + ". Error of the *JoinError gives its words, whatever the value of the panic was: fmt.Sprint makes words of any value, and a type assertion does not")
	if text == "" {
		c.Failf("%s, and Error of the *JoinError gives no words at all. Whoever reads them in a log must see that a task has failed", how)
	}
}

func TestGoexit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		j := join(c, "joiner", spawn(c, func() int { panictest.Goexit(); return 1 }))
		j.Exited("The task called runtime.Goexit")
		hasWords(c, j, "The task called runtime.Goexit")
		for _, end := range []struct {
			how string
			end func()
		}{
			{"called runtime.Goexit", panictest.Goexit},
			{"panicked", func() { panic("a panic in a task") }},
		} {
			deferred := c.Gate("the deferred call of a task that " + end.how)
			j := join(c, "joiner", spawn(c, func() int {
				defer deferred.Wait()
				end.end()
				return 1
			}))
			deferred.Arrived(1, "The task "+end.how+", and its deferred call was not run")
			j.Call.StillRunning("The task " + end.how + ", and Join returned while a deferred call of the task was still running. A task is over when its deferred calls are")
			deferred.Open()
			j.Failed("The task " + end.how + ", and its deferred call is over")
		}
	})
}

func TestSpawnDoesNotWait(t *testing.T) {
	check.Run(t, func(c *check.C) {
		j, want := jointest.Waits(c, spawned[int], func() {
			c.NoPolling(jointest.NoPolling)
			jointest.Ages(c)
		})
		j.Gives(want, "The task returned its value")
		joinedBySeveral(c)
		joinedApart(c)
	})
}

// joinedBySeveral lets several goroutines wait for one task.
func joinedBySeveral(c *check.C) {
	work := c.Gate("the work of a task that several join")
	join := spawned(c, func() int { work.Wait(); return 3 })
	var joiners [3]*joining[int]
	for i := range joiners {
		joiners[i] = join(fmt.Sprintf("joiner %d", i+1), nil)
	}
	c.NoPolling(jointest.NoPolling)
	work.Open()
	for _, j := range joiners {
		j.Call.AtOnce(jointest.NoPolling)
		j.Gives(3, "The task returned its value, and "+j.Who+" was one of several")
	}
}

// joinedApart lets one goroutine wait for a task, and another one join a task that is over.
func joinedApart(c *check.C) {
	work := c.Gate("the work of a task that is joined")
	slow := join(c, "joiner of the task at work", spawn(c, func() int { work.Wait(); return 1 }))
	slow.Call.StillRunning("Join returned while the task was still at work")
	quick := join(c, "joiner of the task that is over", spawn(c, func() int { return 2 }))
	quick.Call.Returns("One task is at work, and its joiner waits. Another task is over, and its Join does not return. Join waits for its own task and for no other: let the tasks share nothing, and hold no lock that another Join needs while you wait")
	quick.Gives(2, "The task returned its value, while the joiner of another task was waiting")
	work.Open()
	slow.Gives(1, "The task returned its value")
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
		jointest.Crowd(c, spawned[error], "The task called runtime.Goexit", func() error { panictest.Goexit(); return nil }, func(j *joining[error]) {
			j.Exited("A task whose T is error called runtime.Goexit, and " + j.Who + " was one of many")
		})
		join(c, "joiner of an error", spawn(c, func() error { panic(want) })).
			Panicked(want, "A task whose T is error panicked with an error")
		asked(c)
		jointest.ReturnsASlice(c, func(f func() []int) func() ([]int, error) { return spawn(c, f).Join })
		failed := spawn(c, func() int { panic("a panic that many ask for") })
		jointest.AskedTogether[*threads.JoinError](c, "The task panicked", failed.Join)

		h := spawn(c, func() int { return 7 })
		join(c, "joiner", h).Gives(7, "The task returned its value")
		for i := range 10 {
			join(c, "joiner of another task", spawn(c, func() int { return -i })).Gives(-i, "Another task returned its value")
		}
		join(c, "second joiner", h).Gives(7, "The task returned its value, and was joined again when other tasks had been")
	})
}

// asked has a joiner ask its error more than once, about values of which it is hard to
// say something.
func asked(c *check.C) {
	var noDish *panictest.Dish
	for _, v := range []panictest.Value{
		{What: "an error with an empty text", Value: errors.New("")},
		{What: "a fmt.Stringer that is a nil pointer", Value: noDish},
	} {
		how := "The task panicked with " + v.What
		j := join(c, "joiner of a task that panicked with "+v.What, spawn(c, func() int { panic(v.Value) }))
		j.Panicked(v.Value, how)
		hasWords(c, j, how)
		j.Panicked(v.Value, how+", and its joiner asked the error for the value of the panic, and then asked again")
	}
}
