package task_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	task "workbook/solutions/12_abort"

	"workbook/grader/check"
	"workbook/solutions/internal/jointest"
	"workbook/solutions/internal/panictest"
)

func TestReturned(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		var early error
		h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
			early = ctx.Err()
			return want, nil
		})
		j := join(c, "joiner", h)
		j.gives(want, nil, "The task returned a value and a nil error")
		if early != nil {
			c.Fail(check.Mistake{
				Message: "Nobody called Abort, and the context of f was over while f was at work: cancel it when the task is over, not when Spawn returns",
				Got:     show(early), Expected: "a context whose Err is nil",
			})
		}
		failure := errors.New("the disk is full")
		join(c, "joiner of a failed task", spawn(c, context.Background(), func(context.Context) (int, error) { return want, failure })).
			gives(want, failure, "The task returned a value and an error of its own")
		join(c, "joiner of nothing", spawn(c, context.Background(), func(context.Context) (*int, error) { return nil, nil })).
			gives(nil, nil, "The task returned a nil pointer and a nil error")
		join(c, "joiner of a nil interface", spawn(c, context.Background(), func(context.Context) (any, error) { return nil, nil })).
			gives(nil, nil, "The task's T is any, and it returned nil and a nil error: nil is a value like any other")
		join(c, "joiner of a failed task with a nil interface", spawn(c, context.Background(), func(context.Context) (error, error) { return nil, failure })).
			gives(nil, failure, "The task's T is error, and it returned nil as its value and an error beside it")
	})
}

func TestStillATask(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work := c.Gate("the task's work")
		h := spawn(c, context.Background(), func(context.Context) (int, error) { work.Wait(); return want, nil })
		work.Arrived(1, "The task has not started, though Spawn has returned. A task runs whether or not it is joined")
		j := join(c, "joiner", h)
		j.Call.StillRunning("Join returned while the task was still at work. It has to wait for the end")
		c.NoPolling(noPolling)
		j.Call.StillRunning("Join returned while the task was still at work, after some days. A task may take as long as it likes")
		work.Open()
		j.Call.AtOnce(noPolling)
		j.gives(want, nil, "The task returned its value")
		again := join(c, "second joiner", h)
		again.Returns(againIt)
		again.gives(want, nil, "The task returned its value and was joined twice")
		for i := range 10 {
			other := spawn(c, context.Background(), func(context.Context) (int, error) { return -i, nil })
			join(c, "joiner of another task", other).gives(-i, nil, "Another task returned its value")
		}
		join(c, "third joiner", h).gives(want, nil, "The task returned its value, and was joined again when other tasks had been")
		jointest.OwnGoroutines(c, func(f func()) {
			task.Spawn(context.Background(), func(context.Context) (int, error) { f(); return 1, nil }).Join()
		})
		together(c)
	})
}

// together has many tasks wait for each other.
func together(c *check.C) {
	const n = 1200 // more than the limits that people choose
	b := c.Barrier(n)
	for range n {
		task.Spawn(context.Background(), func(context.Context) (int, error) { b.Arrive(); return 1, nil })
	}
	b.All(fmt.Sprintf("%d tasks wait for each other, and they never met. Spawn calls f always, whatever other tasks do: no queue, no limit", n))
}

func TestNoTimeLimit(t *testing.T) {
	check.Run(t, func(c *check.C) {
		type patient struct {
			how   string
			abort bool
			work  *check.Gate
			j     *joining[int]
			its   context.Context
		}
		tasks := []*patient{{how: "Nobody called Abort"}, {how: "Abort was called", abort: true}}
		for _, p := range tasks {
			p.work = c.Gate("the task's work")
			h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
				p.its = ctx
				p.work.Wait()
				return 7, nil
			})
			p.work.Arrived(1, "The task has not started, though Spawn has returned")
			p.j = join(c, "joiner", h)
			if p.abort {
				abort(c, h)
			}
		}
		jointest.Ages(c)
		for _, p := range tasks {
			if p.j.Ended() {
				c.Failf("%s, the task was still at work, and Join gave up within two hundred years. It has no time limit: nobody but the task knows how long it takes", p.how)
			}
			if !p.abort && p.its.Err() != nil {
				c.Fail(check.Mistake{
					Message: "Nobody called Abort, the context that Spawn was given has no time limit, and within two hundred years the one of f was over, while f was still at work. Nothing but Abort and the end of the caller's context ends it before",
					Got:     show(p.its.Err()), Expected: "a context whose Err is nil",
				})
			}
			p.work.Open()
			p.j.gives(7, nil, p.how+", and the task returned in the end")
		}
	})
}

func TestAbort(t *testing.T) {
	check.Run(t, func(c *check.C) {
		h := spawn(c, context.Background(), listen(plain))
		j := join(c, "joiner", h)
		j.Call.StillRunning("Nobody has called Abort, and Join returned while the task was still waiting for its context")
		abort(c, h)
		j.Returns(hearsIt)
		j.cancelled(context.Canceled, "Abort was called, and the task returned the error of its context")
	})
}

func TestOverWhenAbortReturns(t *testing.T) {
	check.Run(t, func(c *check.C) {
		for range 100 {
			var its context.Context
			work := c.Gate("the task's work")
			h := spawn(c, context.Background(), func(ctx context.Context) (int, error) {
				its = ctx
				work.Wait()
				return 1, nil
			})
			work.Arrived(1, "The task has not started, though Spawn has returned")
			over := false
			c.Go("Abort", func() error {
				h.Abort()
				over = its.Err() != nil
				return nil
			}).Returns(abortIt)
			if !over {
				c.Failf("Abort returned, and the context of f was not over yet. Whoever calls Abort counts on it that the task hears of it from then on: call the cancel function in Abort itself, and start no goroutine for it")
			}
			work.Open()
		}
	})
}

func TestEarlyAbort(t *testing.T) {
	check.Run(t, func(c *check.C) {
		// Spawn and Abort in one go: mostly the task has not begun by then.
		for range 20 {
			begun := make(chan struct{})
			var h *task.Handle[int]
			c.Go("Spawn and Abort", func() error {
				h = task.Spawn(context.Background(), func(ctx context.Context) (int, error) {
					close(begun)
					return 0, ctx.Err()
				})
				h.Abort()
				return nil
			}).Returns("Spawn and Abort were called one after the other, and one of them does not return: neither of them waits for the task, or for anybody else.")
			if !c.Await(func() bool { return isClosed(begun) }) {
				c.Failf("Abort was called right after Spawn, and f was never called. Every task runs, and looks at its context itself: it may have to clean up, or be done in a moment")
			}
			join(c, "joiner", h).Returns(endIt)
		}

		over, cancel := context.WithCancel(context.Background())
		cancel()
		begun := make(chan struct{})
		var its error
		h := spawn(c, over, func(ctx context.Context) (int, error) { its = ctx.Err(); close(begun); return 7, its })
		if !c.Await(func() bool { return isClosed(begun) }) {
			c.Failf("The context that Spawn was given was over already, and f was never called. Every task runs, and looks at its context itself")
		}
		if its == nil {
			c.Failf("The context that Spawn was given was over already, and that of f is not: make it from the one that Spawn was given")
		}
		join(c, "joiner of a late task", h).cancelled(context.Canceled, "The context that Spawn was given was over already, and the task returned its error")
	})
}

func TestDoesNotListen(t *testing.T) {
	check.Run(t, func(c *check.C) {
		want := 1 + c.Rand().IntN(1_000_000)
		work := c.Gate("the work of a task that does not look at its context")
		h := spawn(c, context.Background(), func(context.Context) (int, error) { work.Wait(); return want, nil })
		work.Arrived(1, "The task has not started, though Spawn has returned")
		j := join(c, "joiner", h)
		abort(c, h)
		c.NoPolling("Abort was called, and the task goes on. " + noPolling)
		late := join(c, "joiner after Abort", h) // now, as two joiners may wait for a lock
		const early = "Abort was called, the task does not look at its context and is still at work, and Join returned. Nothing can end a goroutine from outside: Join has to wait for the end of the task, and not for that of its context"
		j.Call.StillRunning(early)
		late.Call.StillRunning(early)
		work.Open()
		const how = "Abort was called, and the task came to its end all the same, with a value and a nil error"
		j.gives(want, nil, how)
		late.Returns(againIt)
		late.gives(want, nil, how)
	})
}

func TestAbortAfterEnd(t *testing.T) {
	check.Run(t, func(c *check.C) {
		failure := errors.New("the disk is full")
		for _, v := range []struct {
			how  string
			f    func(context.Context) (int, error)
			gave error
		}{
			{"The task had returned a value before Abort was called", func(context.Context) (int, error) { return 4, nil }, nil},
			{"The task had failed before Abort was called", func(context.Context) (int, error) { return 4, failure }, failure},
			{"The task had returned context.Canceled, which came from somewhere else, before Abort was called", func(context.Context) (int, error) { return 4, context.Canceled }, context.Canceled},
		} {
			h := spawn(c, context.Background(), v.f)
			c.Settle() // the task is over, and nobody has joined it
			abort(c, h)
			join(c, "first joiner", h).gives(4, v.gave, v.how)
			abort(c, h)
			join(c, "second joiner", h).gives(4, v.gave, v.how+", twice")
		}
		h := spawn(c, context.Background(), func(context.Context) (int, error) { panic(failure) })
		c.Settle()
		abort(c, h)
		join(c, "joiner of a panic", h).panicked(is(failure), "The task had panicked before Abort was called")
		h = spawn(c, context.Background(), func(context.Context) (int, error) { panictest.Goexit(); return 1, nil })
		c.Settle()
		abort(c, h)
		join(c, "joiner of an exit", h).exited("The task had called runtime.Goexit before Abort was called")
	})
}

func isClosed(ch <-chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}
