package task_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	task "workbook/solutions/08_boundary"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

func TestPanicValue(t *testing.T) {
	check.Run(t, func(c *check.C) {
		cause := errors.New("the cause")
		for _, v := range append(panictest.Values(c), panictest.Value{What: "a *JoinError of its own making", Value: new(task.JoinError)}) {
			h := spawn(c, func() int { panic(v.Value) })
			join(c, "joiner of a task that panicked with "+v.What, h).
				Panicked(v.Value, "The task panicked with "+v.What)
		}

		// A panic of the runtime's: the task sees the value on its way out.
		var seen any
		h := spawn(c, func() int { panictest.NilMap(&seen); return 1 })
		j := join(c, "joiner of a task that wrote to a nil map", h)
		j.Call.Returns(jointest.EndIt)
		j.Panicked(seen, "The task wrote to a nil map, which is a panic with a runtime.Error")

		join(c, "joiner of a task whose T is error", spawn(c, func() error { panic(cause) })).
			Panicked(cause, "A task whose T is error panicked with an error")

		// A panic that hands on the failure of another task.
		inner := spawn(c, func() int { panic(cause) })
		_, failure := inner.Join()
		outer := spawn(c, func() int { panic(failure) })
		join(c, "joiner of the outer task", outer).
			Panicked(failure, "The task panicked with the error that it got by joining another task")
	})
}

// errorText calls Error, which must return.
func errorText(c *check.C, failure *task.JoinError, how string) (text string) {
	c.Go("Error", func() error { text = failure.Error(); return nil }).
		Returns(how + ", and Error of the *JoinError did not return a text. It has to manage with any value that a task can panic with, and with none")
	return text
}

// A grumpy error does not say what it is.
type grumpy struct{}

func (*grumpy) Error() string { panic("no text") }

func TestErrorText(t *testing.T) {
	check.Run(t, func(c *check.C) {
		exit := join(c, "joiner of the task that exited", spawn(c, func() int { panictest.Goexit(); return 1 }))
		left := errorText(c, exit.Failed("The task called runtime.Goexit"), "The task called runtime.Goexit")
		if left == "" {
			c.Failf("The task called runtime.Goexit, and Error of the *JoinError gave an empty text. Whoever finds it in a log wants to know how the task ended")
		}
		type point struct{ x, y int }
		number := c.Rand().Int()
		values := append(panictest.Values(c),
			panictest.Value{What: `the string "<nil>"`, Value: "<nil>"}, // what is not there is printed like this
			panictest.Value{What: "a text with quotes in it", Value: fmt.Sprintf("\"%d\" and \\", number)},
			panictest.Value{What: "bytes", Value: fmt.Appendf(nil, "bytes of %d", number)},
			panictest.Value{What: "a struct in a slice", Value: []point{{number, 2}}},
			panictest.Value{What: "an error of 100 KiB", Value: errors.New(panictest.Long("the end"))},
			panictest.Value{What: "an error with quotes in it", Value: fmt.Errorf("no %q\n\there", fmt.Sprint(number))},
			panictest.Value{What: "an error with an empty text", Value: errors.New("")},
			panictest.Value{What: "an error whose Error method panics", Value: new(grumpy)},
		)
		for _, v := range values {
			how := "The task panicked with " + v.What
			says(c, how, spawn(c, func() int { panic(v.Value) }), left, v.Value)
		}
		var seen any
		wrote := spawn(c, func() int { panictest.NilMap(&seen); return 1 })
		join(c, "joiner of the task that wrote to a nil map", wrote).Failed("The task wrote to a nil map")
		says(c, "The task wrote to a nil map, which is a panic with a runtime.Error", wrote, left, seen)
		says(c, "The task called panic(nil)", spawn(c, func() int { panic(nil) }), left, new(runtime.PanicNilError))

		// The text of one of them is made of another one's.
		child := join(c, "joiner of a task in a task", spawn(c, func() int { panic(number) })).Failed("The task in the task panicked")
		for _, v := range []panictest.Value{
			{What: "the error that it got by joining another task", Value: child},
			{What: "an error that wraps that of another task", Value: fmt.Errorf("a task of mine: %w", child)},
		} {
			says(c, "The task panicked with "+v.What, spawn(c, func() int { panic(v.Value) }), left, v.Value)
		}
	})
}

// says fails the check unless the error of a task that panicked has the value in its
// text, and another text than left, that of a task which called runtime.Goexit.
func says(c *check.C, how string, h *task.Handle[int], left string, value any) {
	text := errorText(c, join(c, "joiner of the task that panicked", h).Failed(how), how)
	if part := fmt.Sprint(value); !strings.Contains(text, part) {
		c.Fail(check.Mistake{
			Message: how + ", and Error does not tell with what. Whoever finds the text in a log has nothing else to go by: let fmt print the value with %v, all of it",
			Got:     fmt.Sprintf("%q", text), Expected: fmt.Sprintf("a text with %q in it", part),
		})
	}
	if text == left && fmt.Sprint(value) != "" {
		c.Fail(check.Mistake{
			Message: how + ", another one called runtime.Goexit, and Error says the same of both. Look first whether there was a panic: a task that left by runtime.Goexit has no value to print, and whoever reads the text must not take the one for the other",
			Got:     fmt.Sprintf("%q of both", text), Expected: "two different texts",
		})
	}
}

func TestPanicInDeferredCall(t *testing.T) {
	check.Run(t, func(c *check.C) {
		first, last := errors.New("first"), errors.New("last")
		for _, v := range []struct {
			how string
			f   func() int
		}{
			{"A deferred call of the task panicked after its return statement", func() int {
				defer func() { panic(last) }()
				return 3
			}},
			{"The task panicked, and then a deferred call of it panicked with another value, which is the one that counts", func() int {
				defer func() { panic(last) }()
				panic(first)
			}},
			{"The task recovered a panic, and then panicked with another value", func() int {
				defer func() {
					_ = recover()
					panic(last)
				}()
				panic(first)
			}},
			{"The task called runtime.Goexit, and then a deferred call of it panicked", func() int {
				defer func() { panic(last) }()
				panictest.Goexit()
				return 3
			}},
		} {
			join(c, "joiner", spawn(c, v.f)).Panicked(last, v.how)
		}
	})
}

func TestRecovered(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		h := spawn(c, func() (n int) {
			defer func() {
				_ = recover()
				n = want
			}()
			panic("the task's own business")
		})
		join(c, "joiner", h).Gives(want, "The task recovered its own panic and returned a value")

		zero := spawn(c, func() int {
			defer func() { _ = recover() }()
			panic(nil)
		})
		join(c, "joiner of zero", zero).Gives(0, "The task recovered its own panic and returned zero")

		exit := spawn(c, func() int {
			defer func() { _ = recover() }()
			defer func() { panic("on the way out") }()
			panictest.Goexit()
			return 1
		})
		join(c, "joiner of the task that exited", exit).
			Exited("The task called runtime.Goexit, and recovered a panic of its own on the way out")
	})
}

func TestOthersGoOn(t *testing.T) {
	check.Run(t, func(c *check.C) {
		bad, worse := errors.New("bad"), errors.New("worse")
		gates := map[string]*check.Gate{}
		task := func(name string, end func() int) *joining[int] {
			g := c.Gate("the work of " + name)
			gates[name] = g
			return join(c, "joiner of "+name, spawn(c, func() int { g.Wait(); return end() }))
		}
		a := task("A, which returns", func() int { return 1 })
		b := task("B, which panics", func() int { panic(bad) })
		d := task("C, which calls runtime.Goexit", func() int { panictest.Goexit(); return 2 })
		e := task("D, which panics with another value", func() int { panic(worse) })
		f := task("E, which returns last", func() int { return 3 })

		// One after the other, so that what they share would show.
		gates["B, which panics"].Open()
		b.Panicked(bad, "Task B panicked")
		a.Call.StillRunning("One task panicked, and the Join of another task returned, which was still at work")
		gates["A, which returns"].Open()
		a.Gives(1, "Task A returned after task B had panicked")
		gates["C, which calls runtime.Goexit"].Open()
		d.Exited("Task C called runtime.Goexit after task B had panicked")
		gates["D, which panics with another value"].Open()
		e.Panicked(worse, "Task D panicked after task B had panicked with another value")
		gates["E, which returns last"].Open()
		f.Gives(3, "Task E returned after tasks B and D had panicked")
	})
}

func TestParent(t *testing.T) {
	check.Run(t, func(c *check.C) {
		bad := errors.New("a child's panic")
		var failure error
		parent := spawn(c, func() int {
			child := task.Spawn(func() int { panic(bad) })
			_, failure = child.Join()
			return 9
		})
		join(c, "joiner of the parent", parent).
			Gives(9, "A task spawned another one, which panicked; the first one joined it and returned")
		var e *task.JoinError
		if !errors.As(failure, &e) || !e.IsPanic() {
			c.Failf("A task joined a task that panicked, and got no *JoinError that says so. Join works inside a task as it does outside")
		}
	})
}

func TestThousands(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const n = 1100 // more than limits that people set
		var goroutines [n]int
		var handles [n]*task.Handle[int]
		begun := c.Barrier(n)
		call := c.Go("Spawn", func() error {
			for i := range n {
				handles[i] = task.Spawn(func() int {
					goroutines[i] = panictest.Goroutine()
					begun.Arrive()
					switch i % 3 {
					case 0:
						panic(i)
					case 1:
						panictest.Goexit()
					}
					return i
				})
			}
			return nil
		})
		begun.All(fmt.Sprintf("%d tasks were spawned, and each waits until all of them have started. Spawn must not wait for a task, and there is no limit", n))
		call.Returns("Spawn must return while its task is still at work")
		seen := map[int]bool{}
		for i, h := range handles {
			j := join(c, fmt.Sprintf("joiner of task %d", i+1), h)
			how := fmt.Sprintf("Of %d tasks that ended at the same time, this one", n)
			switch i % 3 {
			case 0:
				j.Panicked(i, how+" panicked")
			case 1:
				j.Exited(how + " called runtime.Goexit")
			case 2:
				j.Gives(i, how+" returned")
			}
			if seen[goroutines[i]] {
				c.Failf("Two of %d tasks ran on one goroutine. Each has its own: what a task leaves behind there must not meet the next one", n)
			}
			seen[goroutines[i]] = true
		}
	})
}

func TestNobodyJoins(t *testing.T) {
	check.Run(t, func(c *check.C) {
		const each = 5
		const n = 4 * each
		var over atomic.Int32
		for range each {
			spawn(c, func() int { defer over.Add(1); panic("nobody will hear of it") })
			spawn(c, func() int { defer over.Add(1); panic(errors.New("nobody will hear of it")) })
			spawn(c, func() int { defer over.Add(1); panictest.Goexit(); return 1 })
			spawn(c, func() int { defer over.Add(1); return 1 })
		}
		if !c.Await(func() bool { return over.Load() >= n }) {
			c.Failf("Of %d tasks that nobody joins, %d came to their end. A task runs whether or not it is joined", n, over.Load())
		}
		c.Settle()
		if calls := over.Load(); calls != n {
			c.Failf("There were %d tasks, and %d calls of their functions. A task runs once, however it ends: whoever spawned it knows whether it may be tried again, Spawn does not", n, calls)
		}
		c.NoLeaks("A task ended, nobody joined it, and a goroutine of it is still there. The end of a task must not wait for a joiner, also when the task panicked or called runtime.Goexit")
	})
}
